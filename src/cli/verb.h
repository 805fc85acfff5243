// SPDX-License-Identifier: Apache-2.0
// Declares the verbs of the command line, which have one file each, and their exit statuses.
//
// A file declares the options of its verb and does its work.
#pragma once

#include <string_view>

namespace CLI {
class App;
}

namespace overmatch::cli {

// The exit statuses of every verb.
inline constexpr int kNothingFound = 0;
inline constexpr int kFound = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kNoSubject = 3;
// Nothing was found, but the run did not judge everything it planned to, or a proof is undecided.
inline constexpr int kIncomplete = 4;

// Each adds its verb to `app`. When `app` parses a command line that names the verb, it runs and
// sets `status`. Both must outlive that. A verb throws InputError and SubjectError.
void add_check(CLI::App& app, int& status);
void add_repro(CLI::App& app, int& status);
void add_shrink(CLI::App& app, int& status);
void add_generate(CLI::App& app, int& status);
void add_explain(CLI::App& app, int& status);
void add_fuzz(CLI::App& app, int& status);
void add_prove(CLI::App& app, int& status);
void add_audit(CLI::App& app, int& status);
void add_lock(CLI::App& app, int& status);
void add_compare(CLI::App& app, int& status);
void add_demo(CLI::App& app, int& status);
void add_completion(CLI::App& app, int& status);
// Adds `selftest` to the help of `overmatch`; start_selftest_program does the work.
void add_selftest_entry(CLI::App& app, int& status);

// Verbs of the program `overmatch-selftest`.
void add_selftest(CLI::App& app, int& status);
void add_vectors(CLI::App& app, int& status);

// One of the functions above.
using AddVerb = void (*)(CLI::App& app, int& status);

// The description of `selftest` in the help of both programs.
inline constexpr std::string_view kSelftestDescription =
    "test overmatch itself: show which property finds which planted bug, and that none accuses a "
    "correct matcher";

}  // namespace overmatch::cli
