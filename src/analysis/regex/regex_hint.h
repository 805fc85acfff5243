// SPDX-License-Identifier: Apache-2.0
// Suggests a correction for a regex that does not compile in Python's `re`.
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

// The hint to append to the error: "; in Python's re ...: write `.*\.q_proj`". The suggested regex
// compiles, and `selects` returned true for it. Names only the mistake if no such regex is found,
// and returns "" if the regex compiles.
[[nodiscard]] std::string compile_hint(const std::string& regex,
                                       const std::function<bool(const std::string&)>& selects);

}  // namespace overmatch
