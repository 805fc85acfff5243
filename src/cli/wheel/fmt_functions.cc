// SPDX-License-Identifier: Apache-2.0
// For a wheel: the functions of libfmt.so, version 9, that are not in fmt's headers. Debian has no
// archive of it. All other sources are compiled as for the shared library, which takes a quarter
// less time, and a compiler cache has them already.
#define FMT_HEADER_ONLY 1  // makes them inline; what is named here is compiled here
#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace {

[[gnu::used]] std::string (*const vformat)(fmt::string_view, fmt::format_args) = fmt::vformat;
[[gnu::used]] void (*const throw_error)(const char*) = fmt::detail::throw_format_error;
[[gnu::used]] bool (*const is_printable)(std::uint32_t) = fmt::detail::is_printable;
[[gnu::used]] fmt::detail::thousands_sep_result<char> (*const separator)(fmt::detail::locale_ref) =
    fmt::detail::thousands_sep_impl<char>;

}  // namespace
