// SPDX-License-Identifier: Apache-2.0
// Dialect llama.cpp beside std::regex of ECMAScript, the engine of llama.cpp, on generated lists.
//
// std::regex recurses for each character and has no limit of steps, so that names and patterns are
// short, and it runs in a process of its own: a list on which that ends is left out, and counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <regex>
#include <string>

#include "generate/case_generator.h"
#include "matchers/portable_regex.h"
#include "names/ascii.h"
#include "subjects/isolation.h"

namespace overmatch::llama_cpp_test {
namespace {

constexpr std::size_t kLongest = 64;  // bytes of a name or a pattern

// What llama.cpp does with --override-tensor: the first entry that is found in the name.
class StdRegex final : public Matcher {
 public:
  [[nodiscard]] std::string_view name() const override { return "std::regex"; }
  [[nodiscard]] Mode mode() const override { return Mode::llama_cpp; }
  [[nodiscard]] bool takes_labels() const override { return true; }
  void match(const Question& question, Answer& answer) override {
    answer.start(question.modules.size());
    std::vector<std::regex> entries;
    try {
      for (const std::string_view pattern : question.patterns)
        entries.emplace_back(pattern.begin(), pattern.end());
    } catch (const std::regex_error& error) {
      return answer.reject(error.what());
    }
    for (std::size_t module = 0; module < question.modules.size(); ++module) {
      const std::string_view path = question.modules[module];
      for (std::size_t entry = 0; entry < entries.size(); ++entry) {
        if (!std::regex_search(path.begin(), path.end(), entries[entry])) continue;
        answer.assign(module, question.labels[entry]);
        break;
      }
    }
  }
};

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_one_of(char c, std::string_view signs) { return signs.find(c) != std::string_view::npos; }

// Whether Python's `re` and std::regex read the pattern alike. They do not read alike: what is
// outside of the portable core; (?i), (?P<name>…) and \A; [] and [^], which ECMAScript reads as
// whole classes; a brace that begins no count, which std::regex refuses; and a quantifier behind
// another one, a**, which it takes.
bool is_in_intersection(std::string_view pattern) {
  if (!portability(pattern).core || !is_printable_ascii(pattern) || pattern.size() > kLongest)
    return false;
  for (const std::string_view other : {"(?i", "(?P", "\\A", "[]", "[^]"}) {
    if (pattern.find(other) != std::string_view::npos) return false;
  }
  char last = ' ';  // a sign that is not escaped
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const char sign = pattern[at] == '\\' ? ' ' : pattern[at];
    if (sign == '{' && (at + 1 == pattern.size() || !is_digit(pattern[at + 1]))) return false;
    if (is_one_of(last, "*+?}") && is_one_of(sign, "*+{")) return false;
    if (pattern[at] == '\\') ++at;
    last = sign;
  }
  return true;
}

bool is_asked(const Case& content) {
  const auto all = [](const Names& names, const auto& condition) {
    return std::all_of(names.begin(), names.end(), condition);
  };
  return content.modules.size() <= kLongest && all(content.patterns, is_in_intersection) &&
         all(content.modules, [](std::string_view name) {
           return name.size() <= kLongest && is_printable_ascii(name);
         });
}

struct Outcome {
  std::uint64_t asked = 0;
  std::uint64_t rejected = 0;  // by both
  std::uint64_t gave_up = 0;   // std::regex crashed or took too long
  std::uint64_t different = 0;
  std::string examples;
};

// Asks both about generated lists. `subject` reads them, in `order`, where llama.cpp's rule is
// "first".
Outcome compare(Matcher& subject, Order order, std::uint64_t cases) {
  Outcome outcome;
  for (std::uint64_t start = 0; start < cases;) {
    const IsolatedRun run = run_isolated(
        [&](const Sink& sink, Heartbeat& heartbeat) {
          StdRegex other;
          Probe probe(other, Mode::llama_cpp, &heartbeat, kNever, Order::first);
          CaseGenerator generator(Mode::llama_cpp, false, Order::first);
          Case content;
          CaseFacts facts;
          Answer said;
          Answer answer;
          for (std::uint64_t at = start; at < cases; ++at) {
            heartbeat.progress.store(at);
            Choices choices(mix_seed(7, at));
            generator.generate(choices, content, facts);
            if (!is_asked(content)) continue;
            Question question = content.question();
            question.order = order;
            subject.match(question, answer);
            // The reference's limit of steps says nothing about std::regex.
            if (answer.rejected() && answer.reason().starts_with("match limit")) continue;
            probe.ask(content.question(), said);
            std::string record = said == answer ? said.rejected() ? "r" : "s" : "d";
            if (record == "d") {
              for (const std::string_view pattern : content.patterns)
                record += std::string(pattern) + "  ";
              for (const std::string_view module : content.modules)
                record += "\n    " + std::string(module);
            }
            sink.write(record + '\0');
          }
        },
        Limits{std::chrono::milliseconds(500), 256ULL << 20U});
    for (std::size_t at = 0; at < run.output.size();) {
      const std::size_t end = run.output.find('\0', at);
      const std::string record = run.output.substr(at, end - at);
      at = end + 1;
      ++outcome.asked;
      outcome.rejected += record == "r" ? 1U : 0U;
      if (record[0] != 'd') continue;
      if (++outcome.different <= 10) outcome.examples += record.substr(1) + "\n";
    }
    if (run.ending == Ending::finished) break;
    ++outcome.gave_up;
    start = run.progress + 1;
  }
  std::cout << outcome.asked << " lists asked, " << outcome.rejected << " refused by both, on "
            << outcome.gave_up << " std::regex gave up, " << outcome.different << " differ\n";
  return outcome;
}

TEST(LlamaCpp, IsReadAsStdRegexDoes) {
  const Outcome outcome = compare(*make_reference(Mode::llama_cpp), Order::first, 20'000);
  EXPECT_EQ(outcome.different, 0U) << outcome.examples;
  EXPECT_GE(outcome.asked, 8'000U);
  EXPECT_GE(outcome.rejected, 100U);
  EXPECT_LE(outcome.gave_up, 20U);
}

// The comparison sees a list read from its end, and one read by another mode.
TEST(LlamaCpp, AWrongReadingDiffers) {
  EXPECT_GE(compare(*make_reference(Mode::search), Order::last, 2'000).different, 20U);
  EXPECT_GE(compare(*make_reference(Mode::match), Order::first, 2'000).different, 20U);
}

struct Beyond {
  std::string_view pattern;
  std::string_view name;
};

// What the rule leaves out is read otherwise indeed.
TEST(LlamaCpp, ReadsOtherwiseWhatIsLeftOut) {
  const auto reference = make_reference(Mode::llama_cpp);
  StdRegex other;
  const Label label = 1;
  for (const Beyond& row : {Beyond{"(?i)a", "A"}, Beyond{"(?P<x>a)", "a"}, Beyond{"\\Aa", "a"},
                            Beyond{"[]a]", "a"}, Beyond{"[^]a]", "b"}, Beyond{"a{", "a{"},
                            Beyond{"a{,2}", "a"}, Beyond{"a**", "a"}, Beyond{"^.$", "\xC3\xA9"}}) {
    const Question question{{&row.pattern, 1}, {&row.name, 1}, {&label, 1}, Order::first};
    Answer said;
    Answer answer;
    reference->match(question, answer);
    other.match(question, said);
    EXPECT_FALSE(is_in_intersection(row.pattern) && is_printable_ascii(row.name)) << row.pattern;
    EXPECT_FALSE(said == answer) << row.pattern;
  }
}

}  // namespace
}  // namespace overmatch::llama_cpp_test
