// SPDX-License-Identifier: Apache-2.0
#include "selftest/kill_matrix.h"

#include <sys/resource.h>

#include <algorithm>

#include "matchers/plain_text.h"
#include "matchers/portable_regex.h"
#include "names/path.h"
#include "search/byte_stream.h"
#include "search/phases/small_cases.h"
#include "search/reduce/reduce.h"
#include "search/runner.h"
#include "search/violations.h"
#include "selftest/expectation.h"
#include "selftest/ignore_empty_pattern.h"
#include "selftest/workers.h"

namespace overmatch {

namespace {

struct AnyViolation final : Wanted {
  [[nodiscard]] bool operator()(Direction, KindGroup) const override { return true; }
};

// Checks every property on the same random cases, each until it is violated, and writes after how
// many cases.
void check_each(Probe& probe, std::span<const Property* const> all, const Sink& sink,
                Heartbeat& heartbeat, std::uint64_t seed, std::uint64_t cases) {
  CaseGenerator generator(probe.mode(), false, probe.order());
  Trial trial(probe);
  Case content;
  CaseFacts facts;
  Violation violation;
  std::vector<const Property*> properties;
  for (const Property* const property : all) {
    if (property->applies(probe.mode(), probe.order())) properties.push_back(property);
  }
  const auto breaks = [&](const Property* property) {
    try {
      return trial.check(*property, AnyViolation{}, violation) == Verdict::violated;
    } catch (const SubjectFailure&) {
      return property == &kTotality;
    }
  };
  for (std::uint64_t number = 1; number <= cases && !properties.empty(); ++number) {
    heartbeat.progress.store(number, std::memory_order_relaxed);
    Choices choices(mix_seed(seed, number));
    generator.generate(choices, content, facts);
    if (!is_portable(probe.mode(), content.question())) continue;
    trial.begin(content);
    std::erase_if(properties, [&](const Property* property) {
      violation = {};
      if (!breaks(property)) return false;
      ByteWriter out;
      out.text(property->name).number(number);
      sink.write(out.bytes());
      return true;
    });
  }
}

// Whether the matcher equals the reference on every small question of one pattern and one name; the
// search covers longer ones.
bool is_equal(const Planted& planted) {
  const std::vector<std::string> alphabet = {"a", "b", ".", "_"};
  Names patterns;
  Names names;
  all_strings(alphabet, 3, false, patterns);
  names.push_back("");
  all_strings(alphabet, 5, true, names);
  const auto reference = make_reference(planted.mode);
  const auto subject = planted.make();
  Answer right;
  Answer said;
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    const Question question{patterns.views().subspan(at, 1), names.views()};
    reference->match(question, right);
    subject->match(question, said);
    if (!(said == right)) return false;
  }
  return true;
}

// Whether the witness differs from the reference only outside the core or limit, as marked.
bool is_beyond(const Planted& planted) {
  if (planted.differs == Differs::nowhere) return is_equal(planted);
  const auto reference = make_reference(planted.mode);
  bool shown = false;
  for (const Ask& ask : planted.witness) {
    const AskViews views(ask, planted.order);
    const Question& question = views.question();
    Answer right;
    reference->match(question, right);
    if (planted.differs == Differs::beyond_limit) {
      // Not asked: the bug may never return there.
      shown = shown || right.reason().starts_with("match limit");
      continue;
    }
    Answer said;
    planted.make()->match(question, said);
    if (said == right) continue;
    if (is_portable(planted.mode, question)) return false;
    shown = true;
  }
  return shown;
}

// Stand where else a property's name does: all properties were checked, and these should detect
// the bug.
constexpr std::string_view kChecked = "checked";
constexpr std::string_view kExpected = "expected";

// How many times more cases are tried for a bug that only agreement has seen.
constexpr std::uint64_t kRareCases = 4;

class Matrix {
 public:
  explicit Matrix(const MatrixOptions& options) : options_(options) {
    options_.plan.corpus.clear();
  }

  // The row of a matcher as bytes, for the parent process.
  [[nodiscard]] std::string row(const Planted& planted, std::span<const TreeSearch> trees) {
    trees_ = trees;
    ByteWriter out;
    write(row(planted), out);
    return out.bytes();
  }

  static MatrixRow read(ByteReader& in) {
    MatrixRow row;
    row.found_after = in.number();
    row.phase = static_cast<Phase>(in.number());
    row.strategy = in.text();
    row.property = in.text();
    row.what = in.text();
    in.content(row.content);
    row.cases = in.number();
    row.seconds = static_cast<double>(in.number()) / 1e9;
    for (std::uint64_t& kill : row.killed_after) kill = in.number();
    row.expected = static_cast<std::uint32_t>(in.number());
    row.mark_holds = in.number() != 0;
    return row;
  }

 private:
  static void write(const MatrixRow& row, ByteWriter& out) {
    out.number(row.found_after).number(static_cast<std::uint64_t>(row.phase)).text(row.strategy);
    out.text(row.property).text(row.what).content(row.content).number(row.cases);
    out.number(static_cast<std::uint64_t>(row.seconds * 1e9));
    for (const std::uint64_t kill : row.killed_after) out.number(kill);
    out.number(row.expected).number(row.mark_holds ? 1 : 0);
  }

  [[nodiscard]] MatrixRow row(const Planted& planted) const {
    MatrixRow row;
    row.planted = &planted;
    const bool correct = planted.expect == Expect::correct;
    Subject subject{ignore_empty_pattern(planted), planted.mode, false, {}, planted.order};
    const Runner runner(subject, options_.limits);
    SearchPlan plan = options_.plan;
    plan.first_only = true;
    // Outside the core or the limit, and nowhere else: here it must look like a correct variant.
    const bool looks_correct = correct || planted.differs != Differs::inside;
    if (looks_correct) plan.cases = options_.correct_cases;
    static_cast<MatrixSearch&>(row) = search(runner, plan);
    if (!options_.properties) return row;
    if (correct) {
      ask_properties(runner, options_.correct_cases, nullptr, row);
      return row;
    }
    ask_properties(runner, options_.property_cases, &planted, row);
    // A few of the bugs in lists with labels show to other properties in one case of a thousand.
    if (planted.order != Order::any && only_agreement_sees(row))
      ask_properties(runner, kRareCases * options_.property_cases, nullptr, row);
    ask_about_met(runner, row);
    if (planted.differs != Differs::inside) row.mark_holds = holds(runner, planted);
    return row;
  }

  static bool only_agreement_sees(const MatrixRow& row) {
    for (std::size_t at = 0; at < kProperties; ++at) {
      if (row.killed_after[at] != 0 && at != index_of(kAgreement)) return false;
    }
    return row.found();
  }

  // An expected property that did not detect the bug is also checked, with a fresh matcher, on the
  // case that the search found, and on that case with its patterns added as modules.
  void ask_about_met(const Runner& runner, MatrixRow& row) const {
    if (!row.found()) return;
    Case both = row.content;
    for (const std::string_view pattern : row.content.patterns) {
      std::string text(pattern);
      if (!is_plain_text(both.mode, pattern, text)) continue;
      if (is_well_formed(text) && !both.modules.contains(text)) both.modules.push_back(text);
    }
    for (const Property* const property : options_.plan.properties) {
      const std::size_t at = index_of(*property);
      if (row.killed_after[at] != 0 || (row.expected >> at & 1U) == 0) continue;
      for (const Case* const content :
           {static_cast<const Case*>(&row.content), static_cast<const Case*>(&both)}) {
        std::string crash;
        if (violations_of(runner, std::span(&property, 1), *content, crash).empty()) continue;
        row.killed_after[at] = row.found_after;
        break;
      }
    }
  }

  // The properties that should detect the bug, in a process of its own: totality, if it fails.
  [[nodiscard]] static std::uint32_t expected(const Runner& runner, const Planted& planted) {
    const IsolatedRun run = runner.run([&](Probe&, const Sink& sink, Heartbeat&) {
      ByteWriter out;
      out.number(expected_properties(planted));
      sink.write(out.bytes());
    });
    ByteReader in(run.output);
    const auto properties = static_cast<std::uint32_t>(in.number());
    return in.ok() ? properties : 1U << index_of(kTotality);
  }

  [[nodiscard]] bool holds(const Runner& runner, const Planted& planted) const {
    const IsolatedRun run = runner.run([&](Probe&, const Sink& sink, Heartbeat&) {
      if (is_beyond(planted)) sink.write("y");
    });
    if (run.output != "y") return false;
    if (planted.differs != Differs::beyond_core) return true;
    SearchPlan plan = options_.plan;
    plan.first_only = plan.wide = true;
    return search(runner, plan).found();
  }

  // Checks each property on random cases. For a bug the same process then says which should detect
  // it, because to start one takes as long as some hundred checks.
  void ask_properties(const Runner& runner, std::uint64_t cases, const Planted* bug,
                      MatrixRow& row) const {
    const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
      check_each(probe, options_.plan.properties, sink, heartbeat, options_.plan.seed, cases);
      ByteWriter checked;
      checked.text(kChecked).number(0);
      sink.write(checked.bytes());
      if (bug == nullptr) return;
      ByteWriter expected;
      expected.text(kExpected).number(expected_properties(*bug));
      sink.write(expected.bytes());
    });
    bool checked = false;
    bool told = false;
    for (ByteReader in(run.output); !in.at_end();) {
      const std::string name(in.text());
      const std::uint64_t number = in.number();
      if (!in.ok()) break;
      if (name == kChecked) {
        checked = true;
      } else if (name == kExpected) {
        row.expected = static_cast<std::uint32_t>(number);
        told = true;
      } else if (const Property* const property = find_property(name); property != nullptr) {
        row.killed_after[index_of(*property)] = number;
      }
    }
    const auto& asked = options_.plan.properties;
    std::uint64_t& totality = row.killed_after[index_of(kTotality)];
    if (!checked && totality == 0 &&
        std::find(asked.begin(), asked.end(), &kTotality) != asked.end()) {
      totality = run.progress;
    }
    if (bug != nullptr && !told) row.expected = expected(runner, *bug);
  }

  [[nodiscard]] MatrixSearch search(const Runner& runner, const SearchPlan& plan) const {
    MatrixSearch search;
    const double before = cpu_of_children();
    const IsolatedRun run = runner.run([&](Probe& probe, const Sink& sink, Heartbeat& heartbeat) {
      Tester tester(
          probe, plan.properties,
          [&](const Discovery& discovery) {
            ByteWriter out;
            out.number(discovery.found_after)
                .number(static_cast<std::uint64_t>(discovery.phase))
                .text(discovery.strategy);
            out.text(discovery.key.property->name).text(discovery.what).content(discovery.content);
            sink.write(out.bytes());
          },
          heartbeat);
      run_search(plan, trees_, tester, [](const TreeHit&) {});
    });
    search.seconds = cpu_of_children() - before;
    search.cases = run.progress;
    if (ByteReader in(run.output); !in.at_end()) {
      search.found_after = in.number();
      search.phase = static_cast<Phase>(in.number());
      search.strategy = in.text();
      search.property = in.text();
      search.what = in.text();
      in.content(search.content);
    } else if (run.ending != Ending::finished) {
      search.found_after = run.progress;
      search.phase = static_cast<Phase>(run.phase);
      search.property = kTotality.name;
      search.what = run.describe();
      search.content = case_of_search(plan, trees_, runner.mode(), runner.order(), run.progress)
                           .value_or(Case{});
    }
    return search;
  }

  MatrixOptions options_;
  std::span<const TreeSearch> trees_;  // planned for the mode of the row
};

}  // namespace

std::vector<MatrixRow> run_matrix(std::span<const Planted* const> matchers,
                                  const MatrixOptions& options, const MatrixProgress& progress) {
  Matrix matrix(options);
  const std::vector<std::string> outputs = run_workers(
      matchers, options.plan.trees, options.jobs,
      [&](const Planted& planted, std::span<const TreeSearch> trees) {
        return matrix.row(planted, trees);
      },
      progress);
  std::vector<MatrixRow> rows;
  for (std::size_t at = 0; at < outputs.size(); ++at) {
    if (outputs[at].empty()) continue;  // not reached
    ByteReader in(outputs[at]);
    rows.push_back(Matrix::read(in));
    rows.back().planted = matchers[at];
  }
  return rows;
}

}  // namespace overmatch
