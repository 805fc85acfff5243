// SPDX-License-Identifier: Apache-2.0
// Asks one process of a command after another, and ends a process that breaks a limit or the
// protocol.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "subjects/command.h"
#include "subjects/introduction.h"
#include "subjects/processes/child_process.h"
#include "subjects/processes/processes.h"
#include "subjects/protocol.h"

namespace overmatch {

// At most one process runs at a time; ids of questions go on from one to the next. All that may
// fail throws SubjectCrash, after the process has ended.
class Conversation {
 public:
  // Starts nothing. `order`: of the lists with labels that it will be asked.
  Conversation(std::string line, Mode mode, const Limits& limits, Order order, OnWait on_wait);

  // Starts the first process and asks it to introduce itself. A command that does not know the
  // question may die of it, wait for another, or print what is no answer: then a second process is
  // not asked. May throw InputError, see Introduction. Calls `on_wait` until it returns.
  void start_first();
  // Starts a process and waits for its answer to a trivial question.
  void start();
  [[nodiscard]] bool is_running() const noexcept { return process_.has_value(); }
  // Whether the process was asked more than the trivial question.
  [[nodiscard]] bool was_asked() const noexcept { return asked_; }

  // Puts all questions at once and waits for the answers: is_answered() and failure() then say of
  // each what became of it, also after a SubjectCrash.
  void ask(std::span<const Question> questions, std::span<Answer> answers);
  // Waits a moment, and fails the process if it writes anything that was not asked for.
  void listen();

  // Whether a question of the last ask() has an answer, by its place.
  [[nodiscard]] bool is_answered(std::size_t at) const { return answered_[at]; }
  // What makes its answer invalid; "" if nothing does.
  [[nodiscard]] const std::string& failure(std::size_t at) const { return failures_[at]; }
  // How many questions were put so far, those to start a process included.
  [[nodiscard]] std::uint64_t questions() const noexcept { return next_id_ - 1; }

  // Ends the process, and kills it after `patience`. Nothing if none is running.
  void end(std::chrono::milliseconds patience);
  // In a fork: forgets the process without ending it.
  void leave();

  [[nodiscard]] const Introduction& introduction() const noexcept { return introduction_; }
  void set_limits(const Limits& limits) noexcept { limits_ = limits; }
  // Of the process and what it started; 0 if none is running.
  [[nodiscard]] std::uint64_t resident_bytes() const;

 private:
  using Clock = std::chrono::steady_clock;

  // Times the wait for the next answer.
  struct Waiting {
    Clock::time_point looked = Clock::now();
    CallClock clock;  // started at the first check, so that quick answers cost nothing
    bool started = false;
  };

  // Waits so long for the introduction. A command may be slow to start, or ignore the request.
  void await_introduction(std::string_view unsent, std::chrono::milliseconds patience);
  // The next whole line of the received bytes; nothing if there is none yet.
  std::optional<std::string_view> next_line();
  // Parses one answer of the received bytes. False without a whole line.
  bool take_line(std::span<const Question> questions, std::span<Answer> answers);
  void refuse_rest();
  void look(Waiting& waiting, std::span<const Question> questions);
  void look_at_memory();

  std::optional<int> end_process(std::chrono::milliseconds patience);
  void forget_received() noexcept;
  [[noreturn]] void fail_process(Ending ending, const std::string& what);
  [[noreturn]] void die_of_closed_input();
  [[noreturn]] void die_of_endless_line();
  [[noreturn]] void die_of_closed_output();

  std::string line_;
  Introduction introduction_;
  Mode mode_;
  Order order_;
  Limits limits_;
  OnWait on_wait_;  // until the first answer
  Clock::time_point constructed_ = Clock::now();
  std::optional<ChildProcess> process_;
  bool starting_ = false;
  bool introducing_ = false;           // asked to introduce itself, and has not answered
  std::uint64_t memory_at_start_ = 0;  // while the process starts: how much it may take for that
  bool asked_ = false;
  std::uint64_t next_id_ = 1;
  std::uint64_t first_id_ = 1;
  std::string out_;
  std::string in_;
  std::size_t parsed_ = 0;   // bytes of in_ that are parsed
  std::size_t scanned_ = 0;  // bytes of in_ that hold no further line end
  std::vector<bool> answered_;
  std::vector<std::string> failures_;
  Clock::time_point memory_seen_ = Clock::now();
  std::string words_;  // the stderr tail of the ended process
};

}  // namespace overmatch
