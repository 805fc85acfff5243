#include "fuzz/deadly_question.h"

#include "properties/trial.h"
#include "search/wire.h"

namespace overmatch::fuzz {

namespace {

// Writes down each question before it is asked.
class Recorder final : public Matcher {
 public:
  Recorder(Matcher& subject, Mode mode, const Sink& sink) : subject_(subject), mode_(mode), sink_(sink) {}
  [[nodiscard]] std::string_view name() const override { return subject_.name(); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override {
    keep_question(mode_, question, asked_);
    WireWriter out;
    out.content(asked_);
    sink_.write(out.bytes());
    subject_.match(question, answer);
  }

 private:
  Matcher& subject_;
  Mode mode_;
  const Sink& sink_;
  Case asked_;
};

class All final : public Wanted {
 public:
  [[nodiscard]] bool operator()(Direction /*direction*/, Shape /*shape*/) const override { return true; }
};

}  // namespace

std::optional<Case> deadly_question(const Runner& runner, std::span<const Property* const> properties, const Case& content) {
  const IsolatedRun run = runner.run([&](Probe&, const Sink& sink, Heartbeat& heartbeat) {
    Recorder recorder(*runner.subject().matcher, runner.mode(), sink);
    Probe probe(recorder, runner.mode(), &heartbeat);
    Trial trial(probe);
    trial.begin(content);
    for (const Property* const property : properties) {
      if (!property->modes.contains(runner.mode())) continue;
      Violation violation;
      try {
        static_cast<void>(property->check(trial, All{}, violation));
      } catch (const SubjectFailure&) {  // an answer, though a bad one
      }
    }
  });
  if (run.ending == Ending::finished) return std::nullopt;
  std::optional<Case> last;
  Case asked;
  for (WireReader in(run.output); !in.at_end();) {
    in.content(asked);
    if (!in.ok()) break;
    last = asked;
  }
  return last;
}

}  // namespace overmatch::fuzz
