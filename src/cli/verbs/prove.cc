// SPDX-License-Identifier: Apache-2.0
// overmatch prove: decides statements about all names, or examines one regex (--clinic).
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "cases/corpus.h"
#include "cli/numbers.h"
#include "cli/options/input_options.h"
#include "cli/options/label_options.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/terminal.h"
#include "cli/verb.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"
#include "names/readers/read_tree.h"
#include "report/proof/run_proof.h"

namespace overmatch::cli {

namespace {

struct ProveArguments {
  std::string mode;
  std::string mode_b;
  std::vector<std::string> patterns;
  std::vector<std::string> intended;  // at most one; "" is the root
  std::vector<std::string> within;
  std::vector<std::string> includes;
  std::vector<std::string> disjoint;
  std::vector<std::string> same_as;
  LabelArguments labels;
  LabelArguments labels_b;
  std::vector<std::string> only;  // at most one
  std::optional<std::size_t> dead;
  std::vector<std::size_t> no_overlap;  // two
  std::optional<std::size_t> swap;
  std::vector<std::string> clinic;  // at most one
  std::vector<std::string> trees;   // of the clinic; empty for the corpus
  std::string applied;
  bool all = false;
  std::string json;
  std::string html;
  bool visible = false;
  std::size_t states = ProofOptions().most_states;
};

int status_of(Conclusion verdict) {
  switch (verdict) {
    case Conclusion::proved: return kNothingFound;
    case Conclusion::refuted: return kFound;
    case Conclusion::undecided: break;
  }
  return kIncomplete;
}

// Writes the text to stdout, unless another report goes there, and returns the exit status.
int write(const ProveArguments& arguments, Conclusion verdict, const std::string& text,
          const std::string& json, const std::string& html) {
  ReportParts parts;
  if (arguments.json != "-" && arguments.html != "-") parts.add([&] { print_report(text); });
  if (!arguments.json.empty()) parts.add([&] { write_file(arguments.json, json); });
  if (!arguments.html.empty()) parts.add([&] { write_file(arguments.html, html); });
  return parts.status(status_of(verdict));
}

// Reads the models whose names the clinic tries a regex on: the user's, or overmatch's own.
std::vector<Model> read_models(const std::vector<std::string>& trees) {
  std::vector<Model> models;
  for (const std::string& tree : trees) models.push_back(read_model(tree_path(tree)));
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
      throw InputError("unknown function " + overmatch::in_quotes(arguments.applied) +
                       ": choose fullmatch, match or search for --applied");
  }
  const std::vector<Model> models = read_models(arguments.trees);
  const RealNames names(distinct_names(models), models.size() == 1
                                                    ? models.front().tree.name
                                                    : fmt::format("{} models", models.size()));
  const Diagnosis diagnosis = examine_regex(regex, names, options);
  return write(arguments, diagnosis.verdict,
               clinic_text(regex, names, diagnosis, arguments.all, wants_colour()),
               clinic_json(regex, names, diagnosis),
               clinic_html(regex, names, diagnosis, run_facts()));
}

int prove(const ProveArguments& arguments) {
  check_report_files({{"--json", arguments.json}, {"--html", arguments.html}});
  ProofOptions options;
  options.most_states = arguments.states;
  options.measure = true;
  options.visible = arguments.visible;
  if (!arguments.clinic.empty()) {
    const bool statements = !arguments.mode.empty() || !arguments.patterns.empty() ||
                            !arguments.intended.empty() || !arguments.within.empty() ||
                            !arguments.includes.empty() || !arguments.disjoint.empty() ||
                            !arguments.same_as.empty() || !arguments.mode_b.empty() ||
                            !arguments.labels.labels.empty() || !arguments.labels.order.empty() ||
                            !arguments.labels_b.labels.empty() ||
                            !arguments.labels_b.order.empty() || !arguments.only.empty() ||
                            arguments.dead || !arguments.no_overlap.empty() || arguments.swap;
    if (statements)
      throw InputError("--clinic takes one regex, but no --mode, --pattern or statement");
    return clinic(arguments, options);
  }
  if (!arguments.trees.empty() || !arguments.applied.empty() || arguments.all)
    throw InputError("--tree, --applied and --all need --clinic");
  ProofRequest request;
  request.mode = arguments.mode;
  request.patterns = arguments.patterns;
  request.mode_b = arguments.mode_b;
  if (!arguments.intended.empty()) request.intended = arguments.intended.front();
  request.within = arguments.within;
  request.includes = arguments.includes;
  request.disjoint = arguments.disjoint;
  request.same_as = arguments.same_as;
  request.labels = given_list(arguments.labels);
  request.labels_b = given_list(arguments.labels_b);
  if (!arguments.only.empty()) request.only = parse_label(arguments.only.front());
  request.dead = arguments.dead;
  request.no_overlap = arguments.no_overlap;
  request.swap = arguments.swap;
  request.visible = arguments.visible;
  request.states = arguments.states;
  const ProofResult result = run_proof(request);
  return write(arguments, result.decision.verdict, proof_text(result, wants_colour()),
               proof_json(result), proof_html(result, run_facts()));
}

}  // namespace

void add_prove(CLI::App& app, int& status) {
  const auto arguments = std::make_shared<ProveArguments>();
  CLI::App* const verb = app.add_subcommand(
      "prove",
      "prove a statement about all possible names, or show the shortest name that refutes it\n"
      "Exit status: 0 proved, 1 refuted, 2 bad usage or a pattern that does not compile, 4 "
      "undecided.");
  const auto list = [&](const std::string& name, std::vector<std::string>& to,
                        const std::string& what) {
    return verb->add_option(name, to, what)->type_name("P")->allow_extra_args(false);
  };
  verb->add_option("--mode", arguments->mode, "read the patterns in this mode: " + mode_names())
      ->type_name("MODE");
  list("--pattern", arguments->patterns,
       "the statement is about the list of these patterns (may be repeated, as those below)");
  list("--intended", arguments->intended,
       "prove that they select nothing outside of the subtree of ROOT")
      ->type_name("ROOT")
      ->expected(1);
  list("--within", arguments->within,
       "prove that they select nothing that these patterns do not select");
  list("--includes", arguments->includes,
       "prove that they select everything that these patterns select");
  list("--disjoint", arguments->disjoint,
       "prove that they select no name that these patterns select");
  list("--same-as", arguments->same_as, "prove that they select the same names as these patterns");
  verb->add_option("--mode-b", arguments->mode_b,
                   "read those patterns in this mode; alone, prove that both modes read --pattern "
                   "alike")
      ->type_name("MODE");
  add_labels(*verb, arguments->labels);
  list("--only", arguments->only,
       "with --label: the statement is about the names that get this label only; null: about those "
       "that a pattern with null takes away")
      ->type_name("TEXT")
      ->expected(1);
  list("--label-b", arguments->labels_b.labels,
       "what the name gets for which one of the other patterns decides, one for each of them")
      ->type_name("TEXT");
  verb->add_option("--order-b", arguments->labels_b.order,
                   "with --label-b: which of the other patterns decides (default: as --order)")
      ->type_name("first|last");
  const auto entry = [&](const std::string& name, auto& to, const std::string& what) {
    return verb->add_option(name, to, what)->type_name("N")->check(whole_number(1, 1'000'000));
  };
  entry("--dead", arguments->dead,
        "prove that --pattern number N, with labels, decides no name (the first one is 1)");
  entry("--no-overlap", arguments->no_overlap, "prove that no name matches both of these --pattern")
      ->expected(2);
  entry("--swap", arguments->swap,
        "prove that --pattern number N and the next one, with labels, may change places");
  list("--clinic", arguments->clinic,
       "find the mistakes of one regex and the regex to write instead, tried on the names of real "
       "models")
      ->type_name("REGEX")
      ->expected(1);
  verb->add_option(
          "--tree", arguments->trees,
          "with --clinic: try the regex on this model, as audit reads it, instead of those "
          "of overmatch (may be repeated)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  verb->add_option(
          "--applied", arguments->applied,
          "with --clinic: apply the regex by fullmatch (PEFT), match (compressed-tensors) or "
          "search (llama.cpp); by default, the first of them that selects a name")
      ->type_name("FUNCTION");
  verb->add_flag("--all", arguments->all,
                 "with --clinic: list mistakes that change nothing on real names, too");
  verb->add_flag(
      "--visible", arguments->visible,
      "consider only names without control characters: real names have no newline, which "
      "`.` does not match");
  verb->add_option("--states", arguments->states, "visit at most N states (default 200,000)")
      ->type_name("N")
      ->check(whole_number(1, 10'000'000));
  verb->add_option("--json", arguments->json, "write the result as JSON; - for standard output")
      ->type_name("FILE");
  verb->add_option("--html", arguments->html, "write the result as an HTML page")
      ->type_name("FILE");
  verb->callback([arguments, &status] { status = prove(*arguments); });
}

}  // namespace overmatch::cli
