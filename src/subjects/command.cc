// SPDX-License-Identifier: Apache-2.0
#include "subjects/command.h"

#include <optional>
#include <system_error>
#include <utility>

#include "subjects/conversation.h"
#include "subjects/probe.h"
#include "subjects/protocol.h"

namespace overmatch {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kGoodbye{300};  // for a process that is no longer needed
constexpr int kTriesAlone = 2;         // processes that fail on a question before it is to blame
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

// Decides what a failure of the process means: asks again, and tells a question that always fails
// from one that failed by chance.
class Command final : public RemoteMatcher {
 public:
  Command(const std::string& line, Mode mode, const Limits& limits, Order order, OnWait on_wait)
      : mode_(mode), process_(line, mode, limits, order, std::move(on_wait)) {
    try {
      process_.start_first();
    } catch (const SubjectCrash& crash) {
      const std::string words = last_line(crash.diagnostics());
      throw SubjectError("command " + line + ": could not be started: it " + crash.what() +
                         (crash.ending() == Ending::malformed_reply ? kStreams : "") +
                         (words.empty() ? "" : " (stderr: " + excerpt(words, 300) + ")"));
    } catch (const std::system_error& error) {
      throw SubjectError("command " + line + ": could not be started: " + error.what());
    }
  }

  ~Command() override { process_.end(kGoodbye); }

  [[nodiscard]] std::string_view name() const override { return process_.introduction().name(); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  // Whether it does cannot be known; one that does not gives invalid answers, which are findings.
  [[nodiscard]] bool takes_labels() const override { return true; }
  [[nodiscard]] std::string_view language() const noexcept {
    return process_.introduction().language();
  }
  void set_limits(const Limits& limits) override { process_.set_limits(limits); }

  void match(const Question& question, Answer& answer) override {
    std::optional<SubjectCrash> first;
    for (int attempt = 1;; ++attempt) {
      try {
        if (!process_.is_running()) process_.start();
        process_.ask({&question, 1}, {&answer, 1});
        if (first) process_.listen();
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
    if (!process_.failure(0).empty()) throw SubjectFailure(process_.failure(0));
  }

  // Sends all questions at once. The caller continues with `match` after the answered ones, which
  // finds the question that a crash belongs to.
  std::size_t match_ahead(std::span<const Question> questions, std::span<Answer> answers) override {
    std::size_t count = 0;
    const auto count_answered = [&] {
      while (count < questions.size() && process_.is_answered(count) &&
             process_.failure(count).empty())
        ++count;
    };
    if (suspect_) return 0;
    try {
      if (!process_.is_running()) process_.start();
      try {
        process_.ask(questions, answers);
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
    if (process_.was_asked()) process_.end(milliseconds(0));
  }

  void leave() override { process_.leave(); }

  [[nodiscard]] std::uint64_t resident_bytes() const override { return process_.resident_bytes(); }

  [[nodiscard]] std::vector<Incident> take_incidents() override {
    if (suspect_) clear_suspect();
    return std::exchange(incidents_, {});
  }

 private:
  [[nodiscard]] bool dies_too_often() const {
    return recovered_ >= kMostIncidents &&
           recovered_ * kQuestionsOfAnIncident > process_.questions();
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

  Mode mode_;
  Conversation process_;
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
