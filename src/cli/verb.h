// SPDX-License-Identifier: Apache-2.0
// The verbs of the command line, one file each: it declares its options and does its work.
#pragma once

#include <string_view>

namespace CLI {
class App;
}

namespace overmatch::cli {

// Exit statuses of every verb.
inline constexpr int kNothingFound = 0;
inline constexpr int kFound = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kNoSubject = 3;
// Nothing was found, but not everything that was planned was judged; or a proof did not come to an
// end.
inline constexpr int kIncomplete = 4;

// Each adds its verb to `app`, which runs it when the command line names it, and leaves its exit
// status in `status`; both must live until then. InputError and SubjectError are main's to report.
void add_check(CLI::App& app, int& status);
void add_repro(CLI::App& app, int& status);
void add_shrink(CLI::App& app, int& status);
void add_generate(CLI::App& app, int& status);
void add_fuzz(CLI::App& app, int& status);
void add_prove(CLI::App& app, int& status);
void add_audit(CLI::App& app, int& status);
void add_compare(CLI::App& app, int& status);
// The entry of `selftest` in the help of `overmatch`; start_selftest_program does its work.
void add_selftest_entry(CLI::App& app, int& status);

// Of the program `overmatch-selftest`.
void add_selftest(CLI::App& app, int& status);
void add_vectors(CLI::App& app, int& status);

using AddVerb = void (*)(CLI::App& app, int& status);

inline constexpr std::string_view kSelftestDescription =
    "run every property on the planted bugs and the correct variants: which property sees which "
    "bug";

}  // namespace overmatch::cli
