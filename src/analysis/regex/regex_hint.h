// SPDX-License-Identifier: Apache-2.0
// What people write that does not compile in Python's `re`, and the regex to write instead.
//
// | written        | tried                     |
// | *.q_proj       | .*\.q_proj                |
// | *.q_(a|b)      | .*.q_(a|b)                |
// | l\.[4-15]\.q   | l\.(?:[4-9]|1[0-5])\.q    |
// | .*(?i)q        | (?i).*q                   |
// | (?<n>a)        | (?P<n>a)                  |
// | .*q\z          | .*q\Z                     |
// | .*(q|v         | .*(q|v)                   |
#pragma once

#include <functional>
#include <string>

namespace overmatch {

// What to write instead of a regex that does not compile, to be put behind the reason: "; in
// Python's re ...: write `.*\.q_proj`". It compiles, and `selects` says that it selects something.
// The mistake alone if nothing that compiles does; "" for a regex that compiles.
[[nodiscard]] std::string compile_hint(const std::string& regex,
                                       const std::function<bool(const std::string&)>& selects);

}  // namespace overmatch
