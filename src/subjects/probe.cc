// SPDX-License-Identifier: Apache-2.0
#include "subjects/probe.h"

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

void Probe::ask(const Question& question, Answer& answer) {
  if (is_past(deadline_)) throw OutOfTime{};
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
}

std::size_t Probe::ask_ahead(std::span<const Question> questions, std::span<Answer> answers) {
  if (is_past(deadline_)) return 0;
  const std::size_t count = subject_.match_ahead(questions, answers);
  calls_ += count;
  return count;
}

}  // namespace overmatch
