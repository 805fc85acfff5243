// SPDX-License-Identifier: Apache-2.0
#include "subjects/command.h"

#include <sys/wait.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "subjects/child_process.h"
#include "subjects/introduction.h"
#include "subjects/probe.h"
#include "subjects/processes.h"
#include "subjects/protocol.h"

namespace overmatch {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kLook{20};         // between two checks of a silent process
constexpr milliseconds kMemoryLook{200};  // between two checks of one that answers
constexpr milliseconds kStart{60'000};    // for the first answer: an interpreter may import much
constexpr milliseconds kIntroduction{1'000};  // until the first question is put all the same
constexpr milliseconds kIdle{5'000};          // for one that only waits since it was asked to start
constexpr milliseconds kOutOfOrder{50};       // for an introduction that comes after an answer
constexpr std::uint64_t kMemoryToStart = 4ULL << 30U;  // beyond the limit, until the first answer
constexpr milliseconds kGoodbye{300};                  // for a process that is no longer needed
// For a process that has closed its standard output: a crashing one does so before it has ended.
constexpr milliseconds kEnd{1'000};
constexpr int kTriesAlone = 2;           // processes that fail on a question before it is to blame
constexpr milliseconds kAfterAnswer{5};  // for output after an answer of a suspected process
constexpr const char* kStreams = "; only answers may go to stdout, print everything else to stderr";
// After so many incidents the process is not started again: that would take all the time.
constexpr std::uint64_t kMostIncidents = 12;
constexpr std::uint64_t kQuestionsOfAnIncident = 50;

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \r\n");
  if (end == std::string::npos) return {};
  const std::size_t begin = text.find_last_of('\n', end);
  return text.substr(begin == std::string::npos ? 0 : begin + 1,
                     end - (begin == std::string::npos ? 0 : begin + 1) + 1);
}

class Command final : public RemoteMatcher {
 public:
  Command(std::string line, Mode mode, const Limits& limits, Order order, OnWait on_wait)
      : line_(std::move(line)),
        introduction_(line_),
        mode_(mode),
        order_(order),
        limits_(limits),
        on_wait_(std::move(on_wait)) {
    try {
      start_first();
      on_wait_ = {};
    } catch (const SubjectCrash& crash) {
      const std::string words = last_line(crash.diagnostics());
      throw SubjectError("command " + line_ + ": could not be started: it " + crash.what() +
                         (crash.ending() == Ending::malformed_reply ? kStreams : "") +
                         (words.empty() ? "" : " (stderr: " + excerpt(words, 300) + ")"));
    } catch (const std::system_error& error) {
      throw SubjectError("command " + line_ + ": could not be started: " + error.what());
    }
  }

  ~Command() override {
    if (process_) process_->end(kGoodbye);
  }

  [[nodiscard]] std::string_view name() const override { return introduction_.name(); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  // Whether it does cannot be known; one that does not gives invalid answers, which are findings.
  [[nodiscard]] bool takes_labels() const override { return true; }
  [[nodiscard]] std::string_view language() const noexcept { return introduction_.language(); }
  void set_limits(const Limits& limits) override { limits_ = limits; }

  void match(const Question& question, Answer& answer) override {
    std::optional<SubjectCrash> first;
    for (int attempt = 1;; ++attempt) {
      try {
        if (!process_) start();
        converse({&question, 1}, {&answer, 1});
        if (first) listen();
        break;
      } catch (const SubjectCrash& crash) {
        if (attempt == kTriesAlone || dies_too_often()) {
          suspect_.reset();
          throw;
        }
        first.emplace(crash);
      }
    }
    if (first) note({*first, kept(question)});
    if (suspect_ && --suspected_ == 0) clear_suspect();
    if (!failures_[0].empty()) throw SubjectFailure(failures_[0]);
  }

  // Sends all questions at once. The caller continues with `match` after the answered ones, which
  // finds the question that a crash belongs to.
  std::size_t match_ahead(std::span<const Question> questions, std::span<Answer> answers) override {
    std::size_t count = 0;
    const auto count_answered = [&] {
      while (count < questions.size() && answered_[count] && failures_[count].empty()) ++count;
    };
    if (suspect_) return 0;
    try {
      if (!process_) start();
      try {
        converse(questions, answers);
        count_answered();
      } catch (const SubjectCrash&) {
        count_answered();
        throw;
      }
    } catch (const SubjectCrash& crash) {
      if (count == questions.size()) {
        note({crash, kept(questions.back())});
      } else {
        suspect_.emplace(Incident{crash, kept(questions[count])});
        suspected_ = questions.size() - count;
      }
    }
    return count;
  }

  void start_afresh() override {
    if (!process_ || !asked_) return;
    process_->end(milliseconds(0));
    process_.reset();
  }

  void leave() override {
    if (process_) process_->leave();
    process_.reset();
    in_.clear();
    parsed_ = scanned_ = 0;
  }

  [[nodiscard]] std::uint64_t resident_bytes() const override {
    return process_ ? process_->resident_bytes() : 0;
  }

  [[nodiscard]] std::vector<Incident> take_incidents() override {
    if (suspect_) clear_suspect();
    return std::exchange(incidents_, {});
  }

 private:
  // Asks the first process to introduce itself. A command that does not know the question may die
  // of it, wait for another, or print what is no answer: then a second process is not asked.
  void start_first() {
    try {
      introducing_ = true;
      start();
      introducing_ = false;
      return;
    } catch (const SubjectCrash&) {
      if (introduction_.known()) throw;
    }
    introducing_ = false;
    introduction_ = Introduction(line_);
    next_id_ = 1;
    start();
  }

  // Waits so long for the introduction. A command may be slow to start, or ignore the request.
  void await_introduction(std::string_view unsent, milliseconds patience) {
    const auto end = Clock::now() + patience;
    while (introducing_ && Clock::now() < end) {
      if (!process_->exchange(unsent, in_, kLook)) die_of_end();
      if (process_->refuses_input() && !unsent.empty()) die_of_closed_input();
      static_cast<void>(take_line({}, {}));
      if (in_.size() - parsed_ > longest_line({})) die_of_endless_line();
    }
  }

  void start() {
    process_.emplace(line_);
    in_.clear();
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
    converse({&trivial, 1}, {&answer, 1});
    if (introducing_) await_introduction({}, kOutOfOrder);
    starting_ = asked_ = false;
    memory_at_start_ = process_->resident_bytes();
  }

  // Sends the questions and reads the answers into `answered_` and `failures_`. Throws SubjectCrash
  // after the process has ended.
  void converse(std::span<const Question> questions, std::span<Answer> answers) {
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
      if (!process_->exchange(unsent, in_, kLook)) die_of_end();
      if (in_.size() == old && process_->refuses_input() && !unsent.empty()) die_of_closed_input();
      look(waiting, questions);
    }
  }

  // Takes the next whole line of the received bytes; nothing if there is none yet.
  std::optional<std::string_view> next_line() {
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

  // Parses one answer of the received bytes. False without a whole line.
  bool take_line(std::span<const Question> questions, std::span<Answer> answers) {
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

  [[nodiscard]] static std::size_t longest_line(std::span<const Question> questions) {
    std::size_t modules = 0;
    for (const Question& question : questions) modules = std::max(modules, question.modules.size());
    return longest_reply(modules);
  }

  // Times the wait for the next answer.
  struct Waiting {
    Clock::time_point looked = Clock::now();
    CallClock clock;  // started at the first check, so that quick answers cost nothing
    bool started = false;
  };

  void look(Waiting& waiting, std::span<const Question> questions) {
    const auto now = Clock::now();
    if (now - waiting.looked < kLook / 2) return;  // between pieces of a question or an answer
    waiting.looked = now;
    if (starting_ && on_wait_)
      on_wait_(std::chrono::duration_cast<milliseconds>(now - constructed_));
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

  // Whether the process writes anything that was not asked for.
  void listen() {
    std::string_view nothing;
    if (!process_->exchange(nothing, in_, kAfterAnswer)) die_of_end();
    refuse_rest();
  }

  void refuse_rest() {
    if (in_.size() <= parsed_ || introducing_) return;
    fail_process(Ending::malformed_reply, "wrote a malformed reply: more than an answer: " +
                                              excerpt(std::string_view(in_).substr(parsed_)));
  }

  [[nodiscard]] bool dies_too_often() const {
    return recovered_ >= kMostIncidents && recovered_ * kQuestionsOfAnIncident > next_id_;
  }

  void look_at_memory() {
    const auto now = Clock::now();
    if (now - memory_seen_ < kMemoryLook) return;
    memory_seen_ = now;
    const std::uint64_t held = process_->resident_bytes();
    if (held > memory_at_start_ && held - memory_at_start_ > limits_.memory)
      fail_process(Ending::out_of_memory, "exceeded its memory limit");
  }

  [[noreturn]] void fail_process(Ending ending, const std::string& what) {
    end_process(milliseconds(0));
    throw SubjectCrash(ending, 0, what, words_);
  }

  // The process closed its standard input before it read the whole question.
  [[noreturn]] void die_of_closed_input() {
    end_process(milliseconds(0));
    throw SubjectCrash(Ending::crashed, 0, "closed its standard input", words_);
  }

  [[noreturn]] void die_of_endless_line() {
    fail_process(Ending::malformed_reply, "wrote a malformed reply: an endless line");
  }

  // The process closed its standard output.
  [[noreturn]] void die_of_end() {
    const std::optional<int> status = end_process(kEnd);
    const int signal = status && WIFSIGNALED(*status) ? WTERMSIG(*status) : 0;
    const std::string what = !status ? "closed its standard output"
                             : signal != 0
                                 ? std::string("crashed: ") + strsignal(signal)
                                 : "ended with exit status " + std::to_string(WEXITSTATUS(*status));
    throw SubjectCrash(Ending::crashed, signal, what, words_);
  }

  std::optional<int> end_process(milliseconds patience) {
    const std::optional<int> status = process_->end(patience);
    words_ = process_->stderr_tail();
    process_.reset();
    in_.clear();
    parsed_ = scanned_ = 0;
    return status;
  }

  [[nodiscard]] Case kept(const Question& question) const {
    Case content;
    content.mode = mode_;
    content.patterns.assign(question.patterns);
    content.modules.assign(question.modules);
    if (question.has_labels())
      content.labels.assign(question.order, {question.labels.begin(), question.labels.end()});
    return content;
  }

  void clear_suspect() {
    note(std::move(*suspect_));
    suspect_.reset();
  }

  void note(Incident incident) {
    ++recovered_;
    for (Incident& known : incidents_) {
      if (known.crash.ending() != incident.crash.ending() ||
          known.crash.signal() != incident.crash.signal())
        continue;
      ++known.times;
      return;
    }
    incidents_.push_back(std::move(incident));
  }

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
  bool asked_ = false;                 // more than the trivial question was asked
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
  // A crash on one of several questions in flight, until it is known on which.
  std::optional<Incident> suspect_;
  std::size_t suspected_ = 0;  // how many of those questions are left
  std::vector<Incident> incidents_;
  std::uint64_t recovered_ = 0;  // incidents so far
};

}  // namespace

std::string_view language_of(const Matcher& matcher) noexcept {
  const auto* const command = dynamic_cast<const Command*>(&matcher);
  return command == nullptr ? std::string_view{} : command->language();
}

std::unique_ptr<RemoteMatcher> make_command(const std::string& line, Mode mode,
                                            const Limits& limits, Order order, OnWait on_wait) {
  return std::make_unique<Command>(line, mode, limits, order, std::move(on_wait));
}

}  // namespace overmatch
