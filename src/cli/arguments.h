// What the command line's options say, verb by verb. main.cc fills these in; the verbs know no option parser.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace overmatch::cli {

// Exit statuses of every verb.
inline constexpr int kNothingFound = 0;
inline constexpr int kFound = 1;
inline constexpr int kBadUsage = 2;
inline constexpr int kNoSubject = 3;

// Which subject, and how it is run.
struct SubjectArguments {
  std::string builtin;
  std::string plugin;
  std::string mode;
  bool in_process = false;
  double call_seconds = 0.5;
  std::uint64_t memory_mib = 2048;
};

struct ReportArguments {
  std::string json;
  std::string junit;
  std::string html;
  bool verbose = false;
};

struct CheckArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::uint64_t cases = 0;  // 0: the default
  double seconds = 0;
  std::uint64_t seed = 1;
  std::vector<std::string> properties;
  std::vector<std::string> trees;
  std::vector<std::string> corpus;
  bool no_corpus = false;
  bool no_trees = false;
  bool random_only = false;
  bool wide = false;
  std::vector<std::string> accept;
  std::string save = "overmatch-cases";
};

struct ReproArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::vector<std::string> paths;
  std::vector<std::string> properties;
};

struct ShrinkArguments {
  SubjectArguments subject;
  ReportArguments report;
  std::string file;
  std::vector<std::string> properties;
  std::string save = "overmatch-cases";
};

struct GenerateArguments {
  std::string mode = "segment";
  std::uint64_t count = 100;
  std::uint64_t seed = 1;
  bool wide = false;
};

// The verbs. Each returns its exit status; InputError and SubjectError are main's to report.
int check(const CheckArguments& arguments);
int repro(const ReproArguments& arguments);
int shrink(const ShrinkArguments& arguments);
int generate(const GenerateArguments& arguments);

}  // namespace overmatch::cli
