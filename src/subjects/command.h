// SPDX-License-Identifier: Apache-2.0
// A subject that is a program: a long-lived process that answers questions on its standard streams
// (protocol.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "subjects/remote.h"
#include "subjects/subject_error.h"

namespace overmatch {

// Starts `line` with /bin/sh and asks it a trivial question. Throws SubjectError, one line, when it
// does not answer that: no such program, one that ends at once, one that says nothing for a minute.
//
// What it does wrong is told apart by what it is about. An answer that breaks the rules is a
// SubjectFailure, and the process goes on. A process that ends, hangs, grows beyond its memory or
// writes what is no answer is ended and the question put to a fresh one: if that does the same, it
// is a SubjectDeath, else an Incident, and the search goes on with the answer.
[[nodiscard]] std::unique_ptr<RemoteMatcher> make_command(const std::string& line, Mode mode,
                                                          const Limits& limits);

// What a command says of its language: "python" for one that reads regexes with Python's `re`. ""
// of one that says nothing, and of any other matcher.
[[nodiscard]] std::string_view language_of(const Matcher& matcher) noexcept;

}  // namespace overmatch
