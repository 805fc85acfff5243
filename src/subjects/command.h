// SPDX-License-Identifier: Apache-2.0
// Makes a subject of a program that answers questions on its standard streams (protocol.h).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "subjects/remote.h"
#include "subjects/subject_error.h"

namespace overmatch {

// Told some times a second, until the first answer, how long that is waited for.
using OnWait = std::function<void(std::chrono::milliseconds waited)>;

// Starts `line` with /bin/sh, asks it to introduce itself, and asks it a trivial question. Throws
// SubjectError (one line) if it does not answer that: the program does not exist, ends at once or
// is silent for a minute. Throws InputError if it says that it does not know `mode`.
//
// A command need not know the request to introduce itself. One that ignores it is asked the trivial
// question after a second; one that then dies, answers nothing or prints what is no answer is
// started a second time without the request.
//
// `order`: of the lists with labels that it will be asked, as the trivial question is then, too.
//
// An answer that breaks the rules throws SubjectFailure, and the process goes on. A process that
// ends, hangs, exceeds its memory or writes a malformed reply is killed, and a new process gets the
// question. If that fails alike, `match` throws SubjectCrash; otherwise the failure becomes an
// Incident, and the search continues with the answer.
[[nodiscard]] std::unique_ptr<RemoteMatcher> make_command(const std::string& line, Mode mode,
                                                          const Limits& limits,
                                                          Order order = Order::any,
                                                          OnWait on_wait = {});

// The language that a command reports: "python" if it reads regexes with Python's `re`. "" if it
// reports none, and for all other matchers.
[[nodiscard]] std::string_view language_of(const Matcher& matcher) noexcept;

}  // namespace overmatch
