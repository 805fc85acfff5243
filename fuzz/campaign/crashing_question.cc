// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/crashing_question.h"

#include "search/byte_stream.h"
#include "search/violations.h"

namespace overmatch::fuzz {

namespace {

// Writes each question to the sink before it asks it.
class Recorder final : public Matcher {
 public:
  Recorder(Matcher& subject, Mode mode, const Sink& sink)
      : subject_(subject), mode_(mode), sink_(sink) {}
  [[nodiscard]] std::string_view name() const override { return subject_.name(); }
  [[nodiscard]] Mode mode() const override { return mode_; }
  void match(const Question& question, Answer& answer) override {
    keep_question(mode_, question, asked_);
    ByteWriter out;
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

}  // namespace

std::optional<Case> crashing_question(const Runner& runner,
                                      std::span<const Property* const> properties,
                                      const Case& content) {
  const IsolatedRun run = runner.run([&](Probe&, const Sink& sink, Heartbeat& heartbeat) {
    Recorder recorder(*runner.subject().matcher, runner.mode(), sink);
    Probe probe(recorder, runner.mode(), &heartbeat);
    ask_all(probe, properties, content);
  });
  if (run.ending == Ending::finished) return std::nullopt;
  std::optional<Case> last;
  Case asked;
  for (ByteReader in(run.output); !in.at_end();) {
    in.content(asked);
    if (!in.ok()) break;
    last = asked;
  }
  return last;
}

}  // namespace overmatch::fuzz
