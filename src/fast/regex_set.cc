// SPDX-License-Identifier: Apache-2.0
#include "fast/regex_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

#include "matchers/glob.h"
#include "matchers/portable_regex.h"
#include "matchers/regex.h"
#include "names/printable.h"

namespace overmatch::fast {

namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool is_printable_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// The states of an automaton multiply with the stars that may take more or less before other text:
// of so many globs, the reference is faster.
constexpr std::size_t kMostOpenGlobs = 64;

// RE2 builds a state for each character of a glob, and clears them all whenever its memory is full:
// a glob of 65,535 characters takes 40 to 250 times as long as with the reference.
constexpr std::size_t kLongestGlob = 1'024;

bool has_open_star(std::string_view glob) {
  const std::size_t star = glob.find('*');
  return star != std::string_view::npos && star + 1 < glob.size();
}

}  // namespace

struct RegexSet::Compiled {
  explicit Compiled(Mode m) : mode(m) {}

  Mode mode;
  std::vector<std::string> patterns;
  std::string rejection;             // why the reference rejects a pattern; "" if it does not
  std::vector<std::string> plain;    // patterns in the core for all names; globs as regexes
  std::vector<std::string> careful;  // patterns in the core for names of printable ASCII
  std::vector<std::string> beyond;   // patterns outside the core
  std::unique_ptr<RE2::Set> of_plain_names;
  std::unique_ptr<RE2::Set> of_any_name;  // built on demand

  void compile(std::span<const std::string_view> list) {
    patterns.assign(list.begin(), list.end());
    if (is_glob(mode) && static_cast<std::size_t>(std::count_if(list.begin(), list.end(),
                                                                has_open_star)) > kMostOpenGlobs) {
      beyond = patterns;
      of_plain_names = make_set(true);
      return;
    }
    for (const std::string& pattern : patterns) {
      if (is_glob(mode)) {
        std::string regex;
        const bool written =
            pattern.size() <= kLongestGlob && append_glob_as_regex(mode, regex, pattern);
        (written ? plain : beyond).push_back(written ? std::move(regex) : pattern);
        continue;
      }
      std::string why;
      if (!regex_compiles(pattern, &why)) {
        rejection = "pattern " + quoted_short(pattern) + " does not compile: " + why;
        return;
      }
      const Portability needs = portability(pattern);
      (!needs.core ? beyond : needs.ascii || needs.no_newline ? careful : plain).push_back(pattern);
    }
    of_plain_names = make_set(true);
  }

  // The automaton for a name; null if the list is too large for one.
  [[nodiscard]] const RE2::Set* set_for(bool plain_name) {
    if (plain_name || careful.empty()) return of_plain_names.get();
    if (!of_any_name) of_any_name = make_set(false);
    return of_any_name.get();
  }

 private:
  [[nodiscard]] std::unique_ptr<RE2::Set> make_set(bool with_careful) {
    // There is no anchor at the end only, and no mode that would need it.
    const RE2::Anchor anchor = traits_of(mode).before != Beside::nothing  ? RE2::UNANCHORED
                               : traits_of(mode).after != Beside::nothing ? RE2::ANCHOR_START
                                                                          : RE2::ANCHOR_BOTH;
    auto set = std::make_unique<RE2::Set>(RE2::Quiet, anchor);
    const auto add = [&](const std::string& pattern) {
      return set->Add(piece(pattern), nullptr) >= 0;
    };
    // If RE2 refuses a pattern of the core, the reference answers the whole list.
    bool complete = std::all_of(plain.begin(), plain.end(), add);
    if (with_careful) complete = complete && std::all_of(careful.begin(), careful.end(), add);
    return complete && set->Compile() ? std::move(set) : nullptr;
  }
};

RegexSet::RegexSet(Mode mode)
    : mode_(mode),
      name_("fast-" + std::string(to_string(mode))),
      reference_(make_reference(mode)) {}
RegexSet::~RegexSet() = default;

void RegexSet::match(const Question& question, Answer& answer) {
  answer.start(question.modules.size());
  if (!last_ || !std::equal(last_->patterns.begin(), last_->patterns.end(),
                            question.patterns.begin(), question.patterns.end())) {
    last_.reset();  // so that nothing stale is left if compiling throws
    auto compiled = std::make_unique<Compiled>(mode_);
    compiled->compile(question.patterns);
    last_ = std::move(compiled);
  }
  if (!last_->rejection.empty()) return answer.reject(last_->rejection);

  const auto ask_reference = [&](std::span<const std::string> patterns) {
    if (patterns.empty() || left_.empty()) return true;
    const std::vector<std::string_view> views(patterns.begin(), patterns.end());
    reference_->match({views, left_}, left_answer_);
    if (left_answer_.rejected()) {
      answer.reject(left_answer_.reason());
      return false;
    }
    for (std::size_t at = 0; at < left_.size(); ++at) {
      if (left_answer_.selects(at)) answer.select(left_at_[at]);
    }
    return true;
  };
  // The patterns that the reference matches for a module, besides the automaton.
  enum class Rest : std::uint8_t { beyond, careful, all };
  std::vector<Rest> rest(question.modules.size(), Rest::beyond);
  for (std::size_t module = 0; module < question.modules.size(); ++module) {
    const std::string_view path = question.modules[module];
    const bool plain_name = is_printable_ascii(path);
    if (!plain_name) rest[module] = Rest::careful;
    const RE2::Set* const set = last_->set_for(plain_name);
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (set != nullptr && set->Match(piece(path), nullptr, &error)) {
      answer.select(module);
    } else if (set == nullptr || error.kind != RE2::Set::kNoError) {
      rest[module] = Rest::all;
    }
  }
  const auto with = [&](Rest wanted) {
    left_.clear();
    left_at_.clear();
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      if (rest[module] != wanted && !(wanted == Rest::beyond && rest[module] == Rest::careful))
        continue;
      left_.push_back(question.modules[module]);
      left_at_.push_back(module);
    }
  };
  if (!last_->beyond.empty()) {
    with(Rest::beyond);
    if (!ask_reference(last_->beyond)) return;
  }
  if (!last_->careful.empty()) {
    with(Rest::careful);
    if (!ask_reference(last_->careful)) return;
  }
  with(Rest::all);
  static_cast<void>(ask_reference(last_->patterns));
}

}  // namespace overmatch::fast
