// SPDX-License-Identifier: Apache-2.0
#include "selftest/expectation.h"

#include <algorithm>
#include <map>

#include "matchers/literal_matcher.h"
#include "matchers/regex.h"
#include "names/path.h"
#include "names/utf8.h"
#include "properties/registry.h"
#include "subjects/probe.h"

namespace overmatch {

namespace {

using Texts = std::vector<std::string>;

std::uint32_t bit(const Property& property) {
  const auto all = all_properties();
  return 1U << static_cast<unsigned>(std::find(all.begin(), all.end(), &property) - all.begin());
}

Answer ask(Matcher& matcher, const Texts& patterns, const Texts& modules) {
  const std::vector<std::string_view> pattern_views(patterns.begin(), patterns.end());
  const std::vector<std::string_view> module_views(modules.begin(), modules.end());
  Probe probe(matcher, matcher.mode());
  Answer answer;
  probe.ask({pattern_views, module_views}, answer);
  return answer;
}

class Expectation {
 public:
  explicit Expectation(const Planted& planted)
      : planted_(planted), reference_(make_reference(planted.mode)) {}

  std::uint32_t run() {
    if (planted_.expect != Expect::wrong) return bit(kTotality);
    try {
      const auto subject = planted_.make();
      for (const Ask& question : planted_.witness) {
        const Answer said = ask(*subject, question.patterns, question.modules);
        const Answer right = ask(*reference_, question.patterns, question.modules);
        if (said == right) continue;
        return says_otherwise() ? bit(kDeterminism) : properties_of(question, said, right);
      }
    } catch (const SubjectFailure&) {  // an invalid answer
      return bit(kTotality);
    }
    return 0;
  }

 private:
  // A fresh matcher.
  [[nodiscard]] Answer fresh(const Texts& patterns, const Texts& modules) const {
    return ask(*planted_.make(), patterns, modules);
  }
  [[nodiscard]] bool is_right(const Texts& patterns, const Texts& modules) const {
    return fresh(patterns, modules) == ask(*reference_, patterns, modules);
  }

  // Whether a question of the witness has two answers when one matcher is asked the witness twice.
  // Determinism cannot detect state that always gives the same wrong answer.
  [[nodiscard]] bool says_otherwise() const {
    const auto subject = planted_.make();
    std::vector<std::pair<const Ask*, Answer>> answers;
    for (int time = 0; time < 2; ++time) {
      for (const Ask& question : planted_.witness) {
        const Answer said = ask(*subject, question.patterns, question.modules);
        for (const auto& [other, before] : answers) {
          if (other->patterns == question.patterns && other->modules == question.modules &&
              !(before == said))
            return true;
        }
        answers.emplace_back(&question, said);
      }
    }
    return false;
  }

  [[nodiscard]] std::uint32_t properties_of(const Ask& question, const Answer& said,
                                            const Answer& right) const {
    // A fresh matcher is right: a property that asks one question cannot detect it.
    if (!(fresh(question.patterns, question.modules) == said)) return 0;
    if (said.rejected() != right.rejected()) return bit(kRejection);
    std::uint32_t properties = 0;
    if (question.patterns.empty()) properties |= bit(kTotality);
    for (std::size_t at = 0; at < question.modules.size(); ++at) {
      if (said.selects(at) != right.selects(at))
        properties |= properties_of(question, question.modules[at], said.selects(at));
    }
    return properties | by_rewriting(question);
  }

  // The properties expected for a module's wrong verdict.
  [[nodiscard]] std::uint32_t properties_of(const Ask& question, const std::string& module,
                                            bool selected) const {
    std::uint32_t properties = 0;
    const Answer alone = fresh(question.patterns, {module});
    if (alone.rejected() || alone.selects(0) != selected) properties |= bit(kIndependence);
    bool by_one = false;
    for (const std::string& pattern : question.patterns) {
      const Answer all = fresh({pattern}, question.modules);
      for (std::size_t at = 0; at < question.modules.size() && !all.rejected(); ++at) {
        by_one = by_one || (question.modules[at] == module && all.selects(at));
      }
      const Answer pair = fresh({pattern}, {module});
      const bool wrong =
          !pair.rejected() && pair.selects(0) == selected && !is_right({pattern}, {module});
      if (wrong) properties |= properties_of_pair(pattern, module, selected);
    }
    return by_one == selected ? properties : properties | bit(kUnion);
  }

  [[nodiscard]] std::uint32_t properties_of_pair(const std::string& pattern,
                                                 const std::string& module, bool selected) const {
    return planted_.mode == Mode::regex ? properties_of_regex(pattern, module, selected)
           : selected                   ? properties_of_overmatch(pattern, module)
                                        : properties_of_undermatch(pattern, module);
  }

  [[nodiscard]] static std::uint32_t properties_of_regex(const std::string& pattern,
                                                         const std::string& module, bool selected) {
    std::string text;
    if (!unescape_regex(pattern, text) || !is_well_formed(text))
      return 0;  // only the reference knows what it means
    std::uint32_t properties = bit(kLiteralness);
    if (selected && !text.empty() && !in_subtree(module, text)) properties |= bit(kContainment);
    return properties;
  }

  [[nodiscard]] std::uint32_t properties_of_overmatch(const std::string& pattern,
                                                      const std::string& module) const {
    const Mode mode = planted_.mode;
    std::uint32_t properties = 0;
    const bool wider = mode == Mode::exact ? literal_selects(Mode::segment, module, pattern) &&
                                                 literal_selects(Mode::subtree, module, pattern)
                                           : mode != Mode::segment ||
                                                 literal_selects(Mode::endswith, module, pattern);
    if (!wider) properties |= bit(kLattice);
    if (holds_metacharacter(pattern, module)) properties |= bit(kLiteralness);
    if (pattern.empty() || !is_well_formed(pattern)) return properties;
    if (kPreciseModes.contains(mode) && !in_subtree(module, pattern) &&
        !(mode == Mode::segment && is_rerooting(module, pattern))) {
      properties |= bit(kContainment);
    }
    // The module is the pattern with a segment extended, and the pattern matches without the
    // extension.
    const bool tail = mode != Mode::subtree && mode != Mode::endswith &&
                      module.ends_with(pattern) && module != pattern &&
                      module[module.size() - pattern.size() - 1] != kSeparator;
    const bool head = (mode == Mode::subtree || mode == Mode::exact) &&
                      module.starts_with(pattern) && module != pattern &&
                      module[pattern.size()] != kSeparator;
    if ((tail || head) && is_right({pattern}, {pattern})) properties |= bit(kBoundary);
    return properties;
  }

  [[nodiscard]] std::uint32_t properties_of_undermatch(const std::string& pattern,
                                                       const std::string& module) const {
    const Mode narrower = planted_.mode == Mode::endswith ? Mode::segment : Mode::exact;
    return planted_.mode != Mode::exact && literal_selects(narrower, module, pattern)
               ? bit(kLattice)
               : 0;
  }

  static bool holds_metacharacter(const std::string& pattern, const std::string& module) {
    return std::any_of(pattern.begin(), pattern.end(), [&](char c) {
      return std::string_view("?[]*$^()|+").find(c) != std::string_view::npos &&
             module.find(c) == std::string::npos;
    });
  }

  // Right on the same question with other letters, or below a wrapper: the verdict must not depend
  // on these.
  [[nodiscard]] std::uint32_t by_rewriting(const Ask& question) const {
    if (planted_.mode == Mode::regex || question.patterns.empty()) return 0;
    std::uint32_t properties = 0;
    std::map<std::string, char, std::less<>> letters;
    const auto rename = [&](const Texts& texts) {
      Texts renamed;
      for (const std::string& text : texts) {
        renamed.emplace_back();
        for (std::size_t at = 0; at < text.size(); at += code_point_size(text[at])) {
          const std::string c(code_point_at(text, at));
          const char letter =
              letters.try_emplace(c, static_cast<char>('a' + letters.size() % 26)).first->second;
          renamed.back() += c[0] == kSeparator ? kSeparator : letter;
        }
      }
      return renamed;
    };
    const Texts patterns = rename(question.patterns);
    const Texts modules = rename(question.modules);
    if (letters.size() <= 26 && is_right(patterns, modules)) properties |= bit(kRenaming);
    if (is_right_when_wrapped(question)) properties |= bit(kWrapping);
    return properties;
  }

  [[nodiscard]] bool is_right_when_wrapped(const Ask& question) const {
    constexpr std::string_view kWrapper = "w_r.w.";
    Texts patterns;
    Texts modules;
    const bool suffix = planted_.mode == Mode::endswith || planted_.mode == Mode::segment;
    for (const std::string& pattern : question.patterns) {
      if (pattern.empty() || pattern.front() == kSeparator ||
          pattern.find('w') != std::string::npos)
        return false;
      if (!suffix && !is_well_formed(pattern)) return false;
      patterns.push_back(suffix ? pattern : std::string(kWrapper) + pattern);
    }
    for (const std::string& module : question.modules) {
      if (module.empty()) return false;
      modules.push_back(std::string(kWrapper) + module);
    }
    return is_right(patterns, modules);
  }

  const Planted& planted_;
  std::unique_ptr<Matcher> reference_;
};

}  // namespace

std::uint32_t expected_properties(const Planted& planted) { return Expectation(planted).run(); }

}  // namespace overmatch
