// SPDX-License-Identifier: Apache-2.0
#include "subjects/probe.h"

#include <algorithm>
#include <exception>
#include <string>

#include "subjects/remote.h"

namespace overmatch {

namespace {

// Marks a call in progress during its lifetime: the supervisor reads that from the parity of
// `calls`.
class Call {
 public:
  Call(Heartbeat* heartbeat, const Question& question) : heartbeat_(heartbeat) {
    if (heartbeat_ == nullptr) return;
    heartbeat_->bytes.store(text_size(question), std::memory_order_relaxed);
    heartbeat_->calls.fetch_add(1, std::memory_order_release);
  }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    if (heartbeat_ != nullptr) heartbeat_->calls.fetch_add(1, std::memory_order_release);
  }

 private:
  Heartbeat* heartbeat_;
};

}  // namespace

Question Probe::as_asked(const Question& question) {
  if (order_ == Order::any || question.has_labels()) return question;
  if (same_.size() < question.patterns.size()) same_.resize(question.patterns.size(), Label{1});
  return {question.patterns, question.modules, std::span(same_).first(question.patterns.size()),
          order_};
}

namespace {

// Whether a flag is a label of the question, or nothing.
bool is_label_of(const Question& question, Label flag) {
  return flag == kNull ||
         std::find(question.labels.begin(), question.labels.end(), flag) != question.labels.end();
}

}  // namespace

void Probe::ask(const Question& plain_or_not, Answer& answer) {
  if (is_past(deadline_)) throw OutOfTime{};
  const Question question = as_asked(plain_or_not);
  ++calls_;
  try {
    const Call call(heartbeat_, question);
    subject_.match(question, answer);
  } catch (const SubjectFailure&) {
    throw;
  } catch (const SubjectCrash&) {
    throw;
  } catch (const WorkEnded&) {
    throw;
  } catch (const std::exception& error) {
    throw SubjectFailure("threw an exception: " + std::string(error.what()));
  } catch (...) {
    throw SubjectFailure("threw an exception that is not a std::exception");
  }
  if (!answer.rejected() && answer.selected().size() != question.modules.size()) {
    throw SubjectFailure("answered for " + std::to_string(answer.selected().size()) + " of " +
                         std::to_string(question.modules.size()) + " modules");
  }
  if (!question.has_labels()) return;
  for (std::size_t module = 0; module < answer.selected().size(); ++module) {
    if (is_label_of(question, answer.label(module))) continue;
    throw SubjectFailure("gave module " + std::to_string(module) + " the label " +
                         std::to_string(answer.label(module)) + ", which no entry has");
  }
}

std::size_t Probe::ask_ahead(std::span<const Question> questions, std::span<Answer> answers) {
  if (is_past(deadline_)) return 0;
  if (order_ != Order::any) {
    std::size_t longest = 0;
    for (const Question& question : questions)
      longest = std::max(longest, question.patterns.size());
    if (same_.size() < longest) same_.resize(longest, Label{1});  // before views of it are kept
    asked_.clear();
    for (const Question& question : questions) asked_.push_back(as_asked(question));
    questions = asked_;
  }
  const std::size_t count = subject_.match_ahead(questions, answers);
  calls_ += count;
  return count;
}

}  // namespace overmatch
