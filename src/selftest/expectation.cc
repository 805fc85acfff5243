// SPDX-License-Identifier: Apache-2.0
#include "selftest/expectation.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "matchers/plain_text.h"
#include "matchers/rule_matcher.h"
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

Answer ask(Matcher& matcher, const Ask& asked, Order order) {
  const AskViews views(asked, order);
  Probe probe(matcher, matcher.mode(), nullptr, kNever, order);
  Answer answer;
  probe.ask(views.question(), answer);
  return answer;
}

Answer ask(Matcher& matcher, const Texts& patterns, const Texts& modules) {
  return ask(matcher, {patterns, modules}, Order::any);
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
        const Answer said = ask(*subject, question, planted_.order);
        const Answer right = ask(*reference_, question, planted_.order);
        if (said == right) continue;
        if (says_otherwise()) return bit(kDeterminism);
        if (planted_.order == Order::any) return properties_of(question, said, right);
        if (reads_an_entry_otherwise(question) || only_arranges_otherwise(question, said)) return 0;
        // What else a list with labels must violate depends on more than its witness.
        return ask(*planted_.make(), question, planted_.order) == said ? bit(kAgreement) : 0;
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

  // Whether an entry of a list with labels is wrong alone: only the reference knows what it means.
  [[nodiscard]] bool reads_an_entry_otherwise(const Ask& question) const {
    return std::any_of(question.patterns.begin(), question.patterns.end(),
                       [&](const std::string& entry) {
                         const Ask alone = {{entry}, question.modules, {1}};
                         return !(ask(*planted_.make(), alone, planted_.order) ==
                                  ask(*reference_, alone, planted_.order));
                       });
  }

  // Whether the answer is that of the same entries in another order, in a dialect that arranges
  // them: only the reference knows its arrangement.
  [[nodiscard]] bool only_arranges_otherwise(const Ask& question, const Answer& said) const {
    if (traits_of(planted_.mode).dialect.arrangement == Arrangement::as_given) return false;
    std::vector<Answer> alone;
    for (const std::string& entry : question.patterns)
      alone.push_back(ask(*reference_, {{entry}, question.modules, {1}}, planted_.order));
    std::vector<std::size_t> places(question.patterns.size());
    std::iota(places.begin(), places.end(), 0);
    Answer other;
    do {
      other.start(question.modules.size());
      for (std::size_t module = 0; module < question.modules.size(); ++module) {
        const auto entry = std::find_if(places.begin(), places.end(),
                                        [&](std::size_t at) { return alone[at].selects(module); });
        if (entry != places.end()) other.assign(module, question.labels[*entry]);
      }
      if (other == said) return true;
    } while (std::next_permutation(places.begin(), places.end()));
    return false;
  }

  // Whether a question of the witness has two answers when one matcher is asked the witness twice.
  // Determinism cannot detect state that always gives the same wrong answer.
  [[nodiscard]] bool says_otherwise() const {
    const auto subject = planted_.make();
    std::vector<std::pair<const Ask*, Answer>> answers;
    for (int time = 0; time < 2; ++time) {
      for (const Ask& question : planted_.witness) {
        const Answer said = ask(*subject, question, planted_.order);
        for (const auto& [other, before] : answers) {
          if (other->patterns == question.patterns && other->modules == question.modules &&
              other->labels == question.labels && !(before == said))
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
    return !is_text(planted_.mode) ? properties_of_escaped(pattern, module, selected)
           : selected              ? properties_of_overmatch(pattern, module)
                                   : properties_of_undermatch(pattern, module);
  }

  // Of a regex or a glob: what is known of one that describes a text.
  [[nodiscard]] std::uint32_t properties_of_escaped(const std::string& pattern,
                                                    const std::string& module,
                                                    bool selected) const {
    std::string text;
    if (!is_plain_text(planted_.mode, pattern, text) || !is_well_formed(text))
      return 0;  // only the reference knows what it means
    // The property escapes in one way only: a bracket of one character may be read otherwise.
    if (is_glob(planted_.mode) && plain_text(planted_.mode, text) != pattern) return 0;
    std::uint32_t properties = bit(kLiteralness);
    if (selected && !text.empty() && !in_subtree(module, text) &&
        kPreciseModes.contains(planted_.mode))
      properties |= bit(kContainment);
    return properties;
  }

  [[nodiscard]] std::uint32_t properties_of_overmatch(const std::string& pattern,
                                                      const std::string& module) const {
    const Mode mode = planted_.mode;
    std::uint32_t properties = 0;
    const bool wider = std::all_of(kModes.begin(), kModes.end(), [&](Mode wide) {
      return !is_within(mode, wide, pattern) || rule_selects(wide, module, pattern);
    });
    if (!wider) properties |= bit(kLattice);
    if (holds_metacharacter(pattern, module)) properties |= bit(kLiteralness);
    if (pattern.empty() || !is_well_formed(pattern)) return properties;
    if (kPreciseModes.contains(mode) && !in_subtree(module, pattern) &&
        !(traits_of(mode).before == Beside::segments && is_rerooting(module, pattern))) {
      properties |= bit(kContainment);
    }
    // The module is the pattern with a segment extended, and the pattern matches without the
    // extension.
    const auto [before, after] = std::pair(traits_of(mode).before, traits_of(mode).after);
    const bool tail = before != Beside::anything && after == Beside::nothing &&
                      module.ends_with(pattern) && module != pattern &&
                      module[module.size() - pattern.size() - 1] != kSeparator;
    const bool head = before == Beside::nothing && after != Beside::anything &&
                      module.starts_with(pattern) && module != pattern &&
                      module[pattern.size()] != kSeparator;
    if ((tail || head) && is_right({pattern}, {pattern})) properties |= bit(kBoundary);
    return properties;
  }

  [[nodiscard]] std::uint32_t properties_of_undermatch(const std::string& pattern,
                                                       const std::string& module) const {
    const bool narrower = std::any_of(kModes.begin(), kModes.end(), [&](Mode narrow) {
      return is_within(narrow, planted_.mode, pattern) && rule_selects(narrow, module, pattern);
    });
    return narrower ? bit(kLattice) : 0;
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
    if (is_regex(planted_.mode) || question.patterns.empty()) return 0;
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
          renamed.back() += stays(c) ? c[0] : letter;
        }
      }
      return renamed;
    };
    const Texts patterns = rename(question.patterns);
    const Texts modules = rename(question.modules);
    const bool bracket =
        is_glob(planted_.mode) &&
        std::any_of(question.patterns.begin(), question.patterns.end(),
                    [](const std::string& text) { return text.find('[') != std::string::npos; });
    if (!bracket && letters.size() <= 26 && is_right(patterns, modules))
      properties |= bit(kRenaming);
    if (is_right_when_wrapped(question)) properties |= bit(kWrapping);
    return properties;
  }

  // Whether the character has a meaning in the mode, so that it cannot be renamed.
  [[nodiscard]] bool stays(const std::string& character) const {
    const char c = character[0];
    return c == kSeparator || (is_glob(planted_.mode) && (c == '*' || c == '?'));
  }

  [[nodiscard]] bool is_right_when_wrapped(const Ask& question) const {
    constexpr std::string_view kWrapper = "w_r.w.";
    Texts patterns;
    Texts modules;
    const bool suffix = traits_of(planted_.mode).before != Beside::nothing;
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

std::uint32_t expected_properties(const Planted& planted) {
  std::uint32_t properties = Expectation(planted).run();
  for (const Property* const property : all_properties()) {
    if (!property->applies(planted.mode, planted.order)) properties &= ~(1U << index_of(*property));
  }
  return properties;
}

}  // namespace overmatch
