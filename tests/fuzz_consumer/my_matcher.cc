// SPDX-License-Identifier: Apache-2.0
// A matcher of one's own, and the one function that makes a fuzz target of it.
#include <overmatch/fuzz/subject.h>

#include <algorithm>

namespace {

class MyMatcher final : public overmatch::Matcher {
 public:
  std::string_view name() const override { return "my matcher"; }
  overmatch::Mode mode() const override { return overmatch::Mode::segment; }
  void match(const overmatch::Question& question, overmatch::Answer& answer) override {
    answer.start(question.modules.size());
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      const auto path = question.modules[at];
      if (std::any_of(question.patterns.begin(), question.patterns.end(),
                      [&](auto pattern) { return selects(path, pattern); })) {
        answer.select(at);
      }
    }
  }

 private:
  static bool selects(std::string_view path, std::string_view pattern) {
#if defined(NO_BOUNDARY)
    return path.ends_with(pattern) && (!pattern.empty() || path.empty());
#else
    return path == pattern || (path.size() > pattern.size() && path.ends_with(pattern) &&
                               path[path.size() - pattern.size() - 1] == '.');
#endif
  }
};

}  // namespace

std::unique_ptr<overmatch::Matcher> overmatch_subject() { return std::make_unique<MyMatcher>(); }
