// SPDX-License-Identifier: Apache-2.0
#include "cli/options/subject_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "cli/numbers.h"
#include "cli/reports/report_files.h"
#include "cli/reports/run_facts.h"
#include "cli/terminal.h"
#include "fast/fast.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/readers/files.h"
#include "properties/registry.h"
#include "report/ci/ci_report.h"
#include "report/words.h"
#include "subjects/command.h"
#include "subjects/plugin.h"

namespace overmatch::cli {

namespace {

constexpr const char* kSubjectGroup = "Subject";
constexpr const char* kReportGroup = "Reports";

// A reference, or "fast-" and its mode: the matcher for many patterns at once.
std::unique_ptr<Matcher> make_builtin(std::string_view name) {
  constexpr std::string_view fast = "fast-";
  const bool is_fast = name.starts_with(fast);
  const std::string_view of = is_fast ? name.substr(fast.size()) : name;
  const auto mode = parse_mode(of);
  if (!mode) {
    throw InputError("unknown builtin \"" + std::string(name) + "\": " + mode_hint(of) +
                     ", or fast- and one of these");
  }
  return is_fast ? fast::make_fast(*mode) : make_reference(*mode);
}

constexpr std::chrono::seconds kPatience{10};  // until a line says what is waited for

std::unique_ptr<Matcher> start_command(const SubjectArguments& arguments, Mode mode) {
  bool told = false;
  const auto on_wait = [&](std::chrono::milliseconds waited) {
    if (told || waited < kPatience) return;
    told = true;
    print_error(fmt::format("overmatch: waiting for the first answer of {} (at most 60 seconds)\n",
                            report::printable_line(arguments.command)));
  };
  try {
    return make_command(arguments.command, mode, make_limits(arguments),
                        make_order(arguments.order, mode), on_wait);
  } catch (const SubjectError& error) {
    // A program that looks for the labels of a plain list reads lists with labels.
    const std::string what = error.what();
    if (!arguments.order.empty() || what.find("labels") == std::string::npos) throw;
    throw SubjectError(what +
                       "; a program that reads lists with labels needs --order first or last");
  }
}

}  // namespace

void add_subject(CLI::App& verb, SubjectArguments& to) {
  verb.add_option("--builtin", to.builtin,
                  "test a reference: " + mode_names() +
                      "; or fast-segment and so on, their versions for many patterns")
      ->type_name("NAME")
      ->group(kSubjectGroup);
  verb.add_option("--plugin", to.plugin,
                  "test a shared object with the C interface of overmatch_plugin.h")
      ->type_name("FILE")
      ->group(kSubjectGroup);
  verb.add_option("--command", to.command,
                  "test a program that answers one JSON object a line (docs/commands.md); needs "
                  "--mode, except to replay cases of one mode")
      ->type_name("'PROGRAM ARGS'")
      ->group(kSubjectGroup);
  verb.add_option("--mode", to.mode,
                  "test the subject in this mode instead of the one that it declares")
      ->type_name("MODE")
      ->group(kSubjectGroup);
  verb.add_flag("--in-process", to.in_process,
                "run the subject without isolation, for a debugger; its crash ends overmatch")
      ->group(kSubjectGroup);
  add_limits(verb, to);
}

void add_order(CLI::App& verb, std::string& to) {
  verb.add_option("--order", to,
                  "use lists with labels, in which the first or the last matching entry decides "
                  "(default any: plain lists)")
      ->type_name("any|first|last")
      ->group(kSubjectGroup);
}

Order make_order(const std::string& name, Mode mode) { return need_order(mode, name, "--order"); }

void add_limits(CLI::App& verb, SubjectArguments& to) {
  verb.add_option("--call-seconds", to.call_seconds,
                  "CPU time that one call of the subject may take (default 0.5)")
      ->type_name("SECONDS")
      ->check(number(0.001, 86400.0))
      ->group(kSubjectGroup);
  verb.add_option("--memory", to.memory_mib,
                  "memory that the subject may take during its calls (default 1024)")
      ->type_name("MIB")
      ->check(whole_number(16, 1 << 20))
      ->group(kSubjectGroup);
}

void add_report(CLI::App& verb, ReportArguments& to) {
  verb.add_option("--json", to.json, "write the report as JSON; - for standard output")
      ->type_name("FILE")
      ->group(kReportGroup);
  verb.add_option("--junit", to.junit, "write the report as JUnit XML")
      ->type_name("FILE")
      ->group(kReportGroup);
  verb.add_option("--html", to.html, "write the report as an HTML page")
      ->type_name("FILE")
      ->group(kReportGroup);
  verb.add_flag("-v,--verbose", to.verbose,
                "print what was tried: each property, and how often each collision kind occurred")
      ->group(kReportGroup);
  add_format(verb, to.format, {"text", "github", "markdown", "json", "junit", "html"});
}

void add_format(CLI::App& verb, std::string& to, const std::vector<std::string>& formats) {
  std::string names;
  for (const std::string& each : formats) names += (names.empty() ? "" : ", ") + each;
  verb.add_option("--format", to,
                  "what to print: " + names +
                      "; github gives annotations for a workflow of GitHub Actions, markdown a "
                      "summary for $GITHUB_STEP_SUMMARY")
      ->type_name("FORMAT")
      ->check(CLI::Validator(
          [formats, names](std::string& text) {
            return std::find(formats.begin(), formats.end(), text) == formats.end()
                       ? "unknown format " + overmatch::in_quotes(text) + ": choose one of " + names
                       : std::string();
          },
          ""));
}

void check_format(const std::string& format, const std::string& file, const char* option) {
  if (!format.empty() && file == "-")
    throw InputError(fmt::format("--format and {} - both write standard output", option));
}

void add_properties(CLI::App& verb, std::vector<std::string>& to) {
  verb.add_option("--property", to, "check only this property (may be repeated)")
      ->type_name("NAME")
      ->allow_extra_args(false);
}

void add_wide(CLI::App& verb, WideArguments& to) {
  CLI::Option* const wide = verb.add_flag(
      "--wide", to.wide,
      "try regexes beyond those that Python, PCRE2 and RE2 read alike (look-around, classes, "
      "back-references); the default for a command that reports its language as python");
  verb.add_flag("--portable", to.portable, "try only regexes that Python, PCRE2 and RE2 read alike")
      ->excludes(wide);
}

bool asks_wide(const WideArguments& arguments, const Subject& subject) {
  if (arguments.wide || arguments.portable) return arguments.wide;
  return language_of(*subject.matcher) == "python";
}

bool names_subject(const SubjectArguments& arguments) {
  return !arguments.builtin.empty() || !arguments.plugin.empty() || !arguments.command.empty();
}

std::string why_not_order(const Subject& subject, Order order) {
  const Matcher& matcher = *subject.matcher;
  if (order == Order::any ? matcher.takes_plain_lists() : matcher.takes_labels()) return {};
  return std::string(matcher.name()) +
         (order == Order::any ? " reads no plain lists: give --order first or --order last"
                              : " reads no lists with labels: a plugin needs overmatch_plugin_v2, "
                                "a matcher in C++ takes_labels()");
}

void set_order(Subject& subject, Order order) {
  subject.order = order;
  if (const std::string why = why_not_order(subject, order); !why.empty()) throw InputError(why);
}

Subject make_subject(const SubjectArguments& arguments) {
  Subject subject = make_subject_of_any_order(arguments);
  set_order(subject, subject.order);
  return subject;
}

Subject make_subject_of_any_order(const SubjectArguments& arguments) {
  std::optional<Mode> mode;
  if (!arguments.mode.empty()) mode = need_mode(arguments.mode);
  if (!arguments.builtin.empty() + !arguments.plugin.empty() + !arguments.command.empty() > 1) {
    throw InputError("--builtin, --plugin and --command exclude each other: give one subject");
  }
  Subject subject;
  if (!arguments.command.empty()) {
    if (!mode)
      throw InputError("a command declares no mode: give the mode to test it in with --mode");
    subject.matcher = start_command(arguments, *mode);
    subject.option = "--command " + report::shell_quoted(arguments.command);
  } else if (!arguments.plugin.empty()) {
    if (arguments.in_process) {
      subject.matcher = load_plugin(arguments.plugin, mode);
    } else {
      subject.matcher = defer_plugin(arguments.plugin, mode, make_limits(arguments));
    }
    subject.option = "--plugin " + report::shell_quoted(arguments.plugin);
  } else {
    subject.matcher = make_builtin(arguments.builtin);
    subject.option = "--builtin " + arguments.builtin;
  }
  subject.mode = mode.value_or(subject.matcher->mode());
  subject.in_process = arguments.in_process;
  if (mode) subject.option += " --mode " + arguments.mode;
  subject.order = make_order(arguments.order, subject.mode);
  return subject;
}

Subject reference_subject(Mode mode, Order order) {
  Subject subject;
  subject.matcher = make_reference(mode);
  subject.mode = mode;
  subject.order = order;
  subject.option = "--builtin " + std::string(to_string(mode));
  return subject;
}

Limits make_limits(const SubjectArguments& arguments) {
  Limits limits;
  limits.call = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.call_seconds * 1000));
  limits.memory = arguments.memory_mib << 20U;
  return limits;
}

std::vector<const Property*> choose_properties(const std::vector<std::string>& names) {
  const auto all = all_properties();
  if (names.empty()) return {all.begin(), all.end()};
  std::vector<const Property*> chosen;
  for (const std::string& name : names) {
    const Property* const property = find_property(name);
    if (property == nullptr) {
      std::string known;
      for (const Property* const each : all)
        known.append(known.empty() ? "" : ", ").append(each->name);
      throw InputError("unknown property \"" + name + "\": choose one of " + known);
    }
    chosen.push_back(property);
  }
  return chosen;
}

std::string printed_format(const ReportArguments& arguments) {
  if (!arguments.format.empty()) return arguments.format;
  return arguments.json == "-" || arguments.junit == "-" || arguments.html == "-" ? "" : "text";
}

void check_reports(const ReportArguments& arguments) {
  check_report_files(
      {{"--json", arguments.json}, {"--junit", arguments.junit}, {"--html", arguments.html}});
  for (const auto& [option, file] :
       {std::pair{"--json", &arguments.json}, std::pair{"--junit", &arguments.junit},
        std::pair{"--html", &arguments.html}})
    check_format(arguments.format, *file, option);
}

int write_reports(const CampaignResult& result, const ReportArguments& arguments,
                  const std::string& subject_option) {
  ReportStyle style;
  style.colour = wants_colour();
  style.subject = subject_option;
  style.verbose = arguments.verbose;
  style.inline_case = arguments.inline_case;
  const int status = !result.findings.empty() ? kFound
                     : is_complete(result)    ? kNothingFound
                                              : kIncomplete;
  ReportParts parts;
  const std::string format = printed_format(arguments);
  if (format == "text") parts.add([&] { print_report(text_report(result, style)); });
  style.colour = false;
  style.verb = verb_of_run();
  style.run = run_facts();
  if (format == "github") parts.add([&] { print_output(check_github(result, style)); });
  if (format == "markdown") parts.add([&] { print_output(check_markdown(result, style)); });
  if (format == "json") parts.add([&] { print_output(json_report(result)); });
  if (format == "junit") parts.add([&] { print_output(junit_report(result, style)); });
  if (format == "html") parts.add([&] { print_output(html_report(result, style)); });
  if (!arguments.json.empty()) parts.add([&] { write_file(arguments.json, json_report(result)); });
  if (!arguments.junit.empty())
    parts.add([&] { write_file(arguments.junit, junit_report(result, style)); });
  if (!arguments.html.empty())
    parts.add([&] { write_file(arguments.html, html_report(result, style)); });
  return parts.status(status);
}

}  // namespace overmatch::cli
