// SPDX-License-Identifier: Apache-2.0
#include "subjects/conversation.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "subjects/processes/processes.h"
#include "subjects/remote.h"

namespace overmatch {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{20};         // between two checks of a silent process
constexpr milliseconds kMemoryLook{200};  // between two checks of one that answers
constexpr milliseconds kStart{60'000};    // for the first answer: an interpreter may import much
constexpr milliseconds kIntroduction{1'000};  // until the first question is put all the same
constexpr milliseconds kIdle{5'000};          // for one that only waits since it was asked to start
constexpr milliseconds kOutOfOrder{50};       // for an introduction that comes after an answer
constexpr std::uint64_t kMemoryToStart = 4ULL << 30U;  // beyond the limit, until the first answer
// For a process that has closed its standard output: a crashing one does so before it has ended.
constexpr milliseconds kEnd{1'000};
constexpr milliseconds kAfterAnswer{5};  // for output after an answer of a suspected process

std::size_t longest_line(std::span<const Question> questions) {
  std::size_t modules = 0;
  for (const Question& question : questions) modules = std::max(modules, question.modules.size());
  return longest_reply(modules);
}

}  // namespace

Conversation::Conversation(std::string line, Mode mode, const Limits& limits, Order order,
                           OnWait on_wait)
    : line_(std::move(line)),
      introduction_(line_),
      mode_(mode),
      order_(order),
      limits_(limits),
      on_wait_(std::move(on_wait)) {}

void Conversation::start_first() {
  try {
    introducing_ = true;
    start();
    introducing_ = false;
    on_wait_ = {};
    return;
  } catch (const SubjectCrash&) {
    if (introduction_.known()) throw;
  }
  introducing_ = false;
  introduction_ = Introduction(line_);
  next_id_ = 1;
  start();
  on_wait_ = {};
}

void Conversation::start() {
  process_.emplace(line_);
  forget_received();
  starting_ = true;
  memory_at_start_ = kMemoryToStart;
  if (introducing_) await_introduction(kIntroduce, kIntroduction);
  const std::string_view name = "a";
  constexpr Label label = 1;
  Question trivial{{&name, 1}, {&name, 1}};
  if (order_ != Order::any) {
    trivial.labels = {&label, 1};
    trivial.order = order_;
  }
  Answer answer;
  ask({&trivial, 1}, {&answer, 1});
  if (introducing_) await_introduction({}, kOutOfOrder);
  starting_ = asked_ = false;
  memory_at_start_ = process_->resident_bytes();
}

void Conversation::ask(std::span<const Question> questions, std::span<Answer> answers) {
  refuse_rest();  // nothing may be answered before it is asked
  asked_ = true;
  first_id_ = next_id_;
  out_.clear();
  in_.erase(0, parsed_);
  parsed_ = scanned_ = 0;
  append_requests(out_, next_id_, mode_, questions);
  next_id_ += questions.size();
  answered_.assign(questions.size(), false);
  failures_.assign(questions.size(), {});
  std::string_view unsent = out_;
  std::size_t left = questions.size();
  Waiting waiting;
  look_at_memory();
  while (left > 0) {
    const std::size_t before = left;
    while (left > 0 && take_line(questions, answers)) --left;
    if (left == 0) break;
    if (left != before) waiting = {};
    if (in_.size() - parsed_ > longest_line(questions)) die_of_endless_line();
    const std::size_t old = in_.size();
    if (!process_->exchange(unsent, in_, kLook)) die_of_closed_output();
    if (in_.size() == old && process_->refuses_input() && !unsent.empty()) die_of_closed_input();
    look(waiting, questions);
  }
}

void Conversation::listen() {
  std::string_view nothing;
  if (!process_->exchange(nothing, in_, kAfterAnswer)) die_of_closed_output();
  refuse_rest();
}

void Conversation::end(milliseconds patience) {
  if (process_) process_->end(patience);
  process_.reset();
}

void Conversation::leave() {
  if (process_) process_->leave();
  process_.reset();
  forget_received();
}

std::uint64_t Conversation::resident_bytes() const {
  return process_ ? process_->resident_bytes() : 0;
}

void Conversation::await_introduction(std::string_view unsent, milliseconds patience) {
  const auto end = Clock::now() + patience;
  while (introducing_ && Clock::now() < end) {
    if (!process_->exchange(unsent, in_, kLook)) die_of_closed_output();
    if (process_->refuses_input() && !unsent.empty()) die_of_closed_input();
    static_cast<void>(take_line({}, {}));
    if (in_.size() - parsed_ > longest_line({})) die_of_endless_line();
  }
}

std::optional<std::string_view> Conversation::next_line() {
  const auto* const end =
      static_cast<const char*>(std::memchr(in_.data() + scanned_, '\n', in_.size() - scanned_));
  if (end == nullptr) {
    in_.erase(0, parsed_);
    parsed_ = 0;
    scanned_ = in_.size();
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(end - in_.data());
  const std::string_view line(in_.data() + parsed_, size - parsed_);
  parsed_ = scanned_ = size + 1;
  return line;
}

bool Conversation::take_line(std::span<const Question> questions, std::span<Answer> answers) {
  while (const auto line = next_line()) {
    try {
      const Reply reply = parse_reply(*line);
      if (introducing_ && reply.id == 0) {
        introducing_ = false;
        introduction_.hear(reply, line_, mode_);
        continue;
      }
      const std::uint64_t at = reply.id - first_id_;
      if (reply.id < first_id_ || at >= questions.size() || answered_[at]) {
        throw MalformedReply((reply.id < next_id_ && reply.id > 0
                                  ? "a second answer to a question: "
                                  : "an answer to no question: ") +
                             excerpt(*line));
      }
      if (starting_) introduction_.hear_more(reply);
      answered_[at] = true;
      try {
        settle(reply, questions[at], answers[at]);
      } catch (const SubjectFailure& failure) {
        failures_[at] = failure.what();
      }
      return true;
    } catch (const MalformedReply& malformed) {
      fail_process(Ending::malformed_reply,
                   std::string("wrote a malformed reply: ") + malformed.what());
    }
  }
  return false;
}

void Conversation::refuse_rest() {
  if (in_.size() <= parsed_ || introducing_) return;
  fail_process(Ending::malformed_reply, "wrote a malformed reply: more than an answer: " +
                                            excerpt(std::string_view(in_).substr(parsed_)));
}

void Conversation::look(Waiting& waiting, std::span<const Question> questions) {
  const auto now = Clock::now();
  if (now - waiting.looked < kLook / 2) return;  // between pieces of a question or an answer
  waiting.looked = now;
  if (starting_ && on_wait_) on_wait_(std::chrono::duration_cast<milliseconds>(now - constructed_));
  const auto cpu = process_->cpu_time();
  if (!std::exchange(waiting.started, true)) waiting.clock.start(cpu);
  std::uint64_t bytes = 0;
  for (std::size_t at = 0; at < questions.size(); ++at) {
    if (!answered_[at]) bytes = std::max(bytes, text_size(questions[at]));
  }
  const milliseconds limit =
      starting_ ? kStart : limits_.call * static_cast<std::int64_t>(1 + (bytes >> 18U));
  const milliseconds wait = introducing_ ? kIdle : starting_ ? kStart : limit * kWaitFactor;
  if (waiting.clock.too_long(cpu, limit, wait, [&] { return process_->is_busy(); })) {
    fail_process(Ending::hung, starting_ ? "hung: no answer to the first question within the " +
                                               std::to_string(kStart / std::chrono::seconds(1)) +
                                               " seconds that a command has to start"
                                         : "hung: no answer within the time limit of a call");
  }
  look_at_memory();
}

void Conversation::look_at_memory() {
  const auto now = Clock::now();
  if (now - memory_seen_ < kMemoryLook) return;
  memory_seen_ = now;
  const std::uint64_t held = process_->resident_bytes();
  if (held > memory_at_start_ && held - memory_at_start_ > limits_.memory)
    fail_process(Ending::out_of_memory, "exceeded its memory limit");
}

std::optional<int> Conversation::end_process(milliseconds patience) {
  const std::optional<int> status = process_->end(patience);
  words_ = process_->stderr_tail();
  process_.reset();
  forget_received();
  return status;
}

void Conversation::forget_received() noexcept {
  in_.clear();
  parsed_ = scanned_ = 0;
}

void Conversation::fail_process(Ending ending, const std::string& what) {
  end_process(milliseconds(0));
  throw SubjectCrash(ending, 0, what, words_);
}

void Conversation::die_of_closed_input() {
  end_process(milliseconds(0));
  throw SubjectCrash(Ending::crashed, 0, "closed its standard input", words_);
}

void Conversation::die_of_endless_line() {
  fail_process(Ending::malformed_reply, "wrote a malformed reply: an endless line");
}

void Conversation::die_of_closed_output() {
  const std::optional<int> status = end_process(kEnd);
  const int signal = status && WIFSIGNALED(*status) ? WTERMSIG(*status) : 0;
  const std::string what = !status ? "closed its standard output"
                           : signal != 0
                               ? std::string("crashed: ") + strsignal(signal)
                               : "ended with exit status " + std::to_string(WEXITSTATUS(*status));
  throw SubjectCrash(Ending::crashed, signal, what, words_);
}

}  // namespace overmatch
