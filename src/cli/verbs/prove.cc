// SPDX-License-Identifier: Apache-2.0
// overmatch prove: claims about all names, decided; and the regex clinic.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "cases/corpus.h"
#include "cli/numbers.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/path.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "names/utf8.h"
#include "names/writable.h"
#include "report/proof/proof_report.h"

namespace overmatch::cli {

namespace {

struct ProveArguments {
  std::string mode;
  std::string mode_b;
  std::vector<std::string> patterns;
  std::vector<std::string> intended;  // at most one; the root is the empty word
  std::vector<std::string> within;
  std::vector<std::string> includes;
  std::vector<std::string> disjoint;
  std::vector<std::string> same_as;
  std::vector<std::string> clinic;  // at most one
  std::vector<std::string> trees;   // of the clinic; the corpus if none
  std::string applied;
  bool all = false;
  std::string json;
  bool visible = false;
  std::size_t states = ProofOptions().most_states;
};

void check_text(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    if (find_invalid_utf8(text) != kValidUtf8)
      throw InputError("a pattern or path is not valid UTF-8: names and patterns are");
  }
}

int status_of(Conclusion verdict) {
  switch (verdict) {
    case Conclusion::proved: return kNothingFound;
    case Conclusion::refuted: return kFound;
    case Conclusion::undecided: break;
  }
  return kIncomplete;
}

// People's text goes to stdout unless the program's report does.
void write(const ProveArguments& arguments, const std::string& text, const std::string& json) {
  if (arguments.json != "-") {
    print_report(text);
  }
  if (!arguments.json.empty()) write_file(arguments.json, json);
}

// The models whose names the clinic tries a regex on: the user's, or all that come with overmatch.
std::vector<Model> read_models(const std::vector<std::string>& trees) {
  std::vector<Model> models;
  for (const std::string& tree : trees) models.push_back(read_model(tree));
  if (!trees.empty()) return models;
  const std::string corpus = corpus_folder();
  for (const char* const folder : {"/trees", "/tensors"}) {
    for (const std::string& file : list_tree_files(corpus + folder))
      models.push_back(read_model(file));
  }
  return models;
}

int clinic(const ProveArguments& arguments, const ProofOptions& proof) {
  const std::string& regex = arguments.clinic.front();
  ClinicOptions options;
  options.proof = proof;
  options.own_model = !arguments.trees.empty();
  if (!arguments.applied.empty()) {
    options.applied = parse_applied(arguments.applied);
    if (!options.applied)
      throw InputError("unknown way to apply a regex " + overmatch::in_quotes(arguments.applied) +
                       ": --applied takes fullmatch, match or search");
  }
  const std::vector<Model> models = read_models(arguments.trees);
  const RealNames names(distinct_names(models), models.size() == 1
                                                    ? models.front().tree.name
                                                    : fmt::format("{} models", models.size()));
  const Diagnosis diagnosis = examine_regex(regex, names, options);
  write(arguments, clinic_text(regex, names, diagnosis, arguments.all, wants_colour()),
        clinic_json(regex, names, diagnosis));
  return status_of(diagnosis.verdict);
}

// What is claimed of --pattern, by the one option that says it.
ProofResult make_claim(const ProveArguments& arguments) {
  const std::size_t claims = static_cast<std::size_t>(!arguments.intended.empty()) +
                             static_cast<std::size_t>(!arguments.within.empty()) +
                             static_cast<std::size_t>(!arguments.includes.empty()) +
                             static_cast<std::size_t>(!arguments.disjoint.empty()) +
                             static_cast<std::size_t>(!arguments.same_as.empty());
  if (claims > 1)
    throw InputError(
        "prove takes one claim: --intended, --within, --includes, --disjoint or --same-as");
  if (arguments.mode.empty())
    throw InputError("prove needs --mode: endswith, segment, exact, subtree or regex");
  if (arguments.patterns.empty()) throw InputError("prove needs --pattern, once for each pattern");
  ProofResult claim;
  claim.first = {need_mode(arguments.mode), arguments.patterns};
  claim.second.mode = arguments.mode_b.empty() ? claim.first.mode : need_mode(arguments.mode_b);
  if (!arguments.intended.empty()) {
    if (!arguments.mode_b.empty())
      throw InputError("--mode-b is the mode of a second list, and --intended gives a path");
    if (!is_well_formed(arguments.intended.front())) {
      throw InputError("--intended " + overmatch::in_quotes(arguments.intended.front()) +
                       ": a path has no empty segment");
    }
    claim.intended = true;
    claim.second = {Mode::subtree, arguments.intended};
  } else if (!arguments.within.empty()) {
    claim.second.patterns = arguments.within;
  } else if (!arguments.includes.empty()) {
    claim.second.patterns = arguments.includes;
    std::swap(claim.first, claim.second);
  } else if (!arguments.disjoint.empty()) {
    claim.relation = Relation::disjoint;
    claim.second.patterns = arguments.disjoint;
  } else if (!arguments.same_as.empty() || !arguments.mode_b.empty()) {
    claim.relation = Relation::same;
    claim.second.patterns = arguments.same_as.empty() ? arguments.patterns : arguments.same_as;
  } else {
    throw InputError(
        "prove needs a claim: --intended ROOT, --within P, --includes P, --disjoint P, --same-as "
        "P, or --mode-b MODE alone");
  }
  return claim;
}

int prove(const ProveArguments& arguments) {
  for (const auto* const texts :
       {&arguments.patterns, &arguments.intended, &arguments.within, &arguments.includes,
        &arguments.disjoint, &arguments.same_as, &arguments.clinic}) {
    check_text(*texts);
  }
  need_writable(arguments.json);
  ProofOptions options;
  options.most_states = arguments.states;
  options.measure = true;
  options.visible = arguments.visible;
  if (!arguments.clinic.empty()) {
    const bool claims = !arguments.mode.empty() || !arguments.patterns.empty() ||
                        !arguments.intended.empty() || !arguments.within.empty() ||
                        !arguments.includes.empty() || !arguments.disjoint.empty() ||
                        !arguments.same_as.empty() || !arguments.mode_b.empty();
    if (claims)
      throw InputError("--clinic examines one regex alone: give it no mode, patterns or claim");
    return clinic(arguments, options);
  }
  if (!arguments.trees.empty() || !arguments.applied.empty() || arguments.all)
    throw InputError("--tree, --applied and --all go with --clinic");
  ProofResult result = make_claim(arguments);
  result.visible = arguments.visible;
  result.decision = decide(result.first, result.relation, result.second, options);
  write(arguments, proof_text(result, wants_colour()), proof_json(result));
  return status_of(result.decision.verdict);
}

}  // namespace

void add_prove(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ProveArguments>();
  CLI::App* const verb = app.add_subcommand(
      "prove",
      "decide a claim about all names, not a sample, or show the shortest name that refutes it\n"
      "Exit status: 0 proved, 1 refuted, 4 undecided, 2 bad usage or a pattern that does not "
      "compile.");
  const auto list = [&](const std::string& name, std::vector<std::string>& to,
                        const std::string& what) {
    return verb->add_option(name, to, what)->type_name("P")->allow_extra_args(false);
  };
  verb->add_option("--mode", arguments->mode,
                   "how the patterns are read: endswith, segment, exact, subtree or regex")
      ->type_name("MODE");
  list("--pattern", arguments->patterns,
       "a pattern of the list that the claim is about (may be repeated, like those below)");
  list("--intended", arguments->intended,
       "claim: nothing outside of the subtree of ROOT is selected")
      ->type_name("ROOT")
      ->expected(1);
  list("--within", arguments->within,
       "claim: nothing is selected that these patterns do not select");
  list("--includes", arguments->includes,
       "claim: everything is selected that these patterns select");
  list("--disjoint", arguments->disjoint,
       "claim: no name is selected that these patterns select too");
  list("--same-as", arguments->same_as, "claim: the same names are selected as by these patterns");
  verb->add_option("--mode-b", arguments->mode_b,
                   "the mode of those patterns, if another; alone, it claims that both modes read "
                   "--pattern alike")
      ->type_name("MODE");
  list("--clinic", arguments->clinic,
       "what this regex says beyond what was meant, and the regex to write instead, tried on the "
       "names of real models")
      ->type_name("REGEX")
      ->expected(1);
  verb->add_option("--tree", arguments->trees,
                   "of the clinic: try it on this model, as audit reads it, and not on those that "
                   "come with overmatch (may be repeated)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option("--applied", arguments->applied,
                   "of the clinic: how the regex is applied, fullmatch (PEFT), match "
                   "(compressed-tensors) or search (llama.cpp); by default the first that selects "
                   "any name")
      ->type_name("HOW");
  verb->add_flag("--all", arguments->all, "of the clinic: also slips that no real name tells");
  verb->add_flag("--visible", arguments->visible,
                 "of names without control characters alone: nobody's have a newline, which `.` "
                 "does not match");
  verb->add_option("--states", arguments->states,
                   "how many states a proof may visit (default 200,000)")
      ->type_name("N")
      ->check(whole_number(1, 10'000'000));
  verb->add_option("--json", arguments->json, "write the result as JSON; - for standard output")
      ->type_name("FILE");
  verb->callback([arguments, &status] { status = prove(*arguments); });
}

}  // namespace overmatch::cli
