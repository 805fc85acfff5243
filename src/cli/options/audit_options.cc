// SPDX-License-Identifier: Apache-2.0
#include "cli/options/audit_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <initializer_list>

#include "analysis/configs/formats/config_text.h"
#include "matchers/need_mode.h"
#include "names/input_error.h"
#include "names/printable.h"
#include "names/readers/files.h"

namespace overmatch::cli {

void add_audit_inputs(CLI::App& verb, AuditInputs& to) {
  verb.add_option(
          "--tree", to.tree,
          "the model: a list of modules or parameters, what print(model) shows, what "
          "overmatch.tree(model).save(FILE) writes, a checkpoint's index, .safetensors or "
          "GGUF, or the folder of a Hugging Face model; or the name or Hub id of one that comes "
          "with overmatch, such as google/gemma-3-4b-it; - for standard input")
      ->type_name("FILE")
      ->required();
  verb.add_option("--mode", to.mode, "read the patterns in this mode: " + mode_names())
      ->type_name("MODE");
  verb.add_option("--pattern", to.patterns, verb.get_name() + " this pattern (may be repeated)")
      ->type_name("P")
      ->allow_extra_args(false);
  add_labels(verb, to.labels);
  verb.add_option(
          "--peft", to.peft,
          verb.get_name() +
              " a PEFT adapter_config.json, or its folder; each member is read by PEFT's own rule")
      ->type_name("FILE");
  verb.add_option(
          "--config", to.config,
          verb.get_name() +
              " the lists of a config, JSON or YAML, or a folder with adapter_config.json or "
              "config.json, that is recognised by its content: of PEFT, "
              "transformers, compressed-tensors, llm-compressor, ModelOpt, GPTQModel, torchao, "
              "axolotl, TRL or NeMo Automodel; each list is read by its library's own rule")
      ->type_name("FILE");
  verb.add_option("--override-tensor", to.override_tensor,
                  verb.get_name() +
                      " llama.cpp's option of this name: PATTERN=BUFFER, several separated by "
                      "commas (may be repeated)")
      ->type_name("P=LABEL")
      ->allow_extra_args(false);
  verb.add_option(
          "--tensor-type", to.tensor_type,
          verb.get_name() + " llama-quantize's option of this name: PATTERN=TYPE (may be repeated)")
      ->type_name("P=TYPE")
      ->allow_extra_args(false);
  verb.add_option("--peft-version", to.peft_version,
                  "apply the rules of this release of PEFT (default: the config's peft_version, "
                  "else the newest known)")
      ->type_name("VERSION");
}

AuditRequest make_audit_request(const AuditInputs& arguments) {
  AuditRequest request;
  request.mode = arguments.mode;
  request.patterns = arguments.patterns;
  request.labels = given_list(arguments.labels);
  request.peft_version = arguments.peft_version;
  if (!arguments.peft.empty()) request.peft.emplace().file = arguments.peft;
  if (!arguments.config.empty()) request.config.emplace().file = arguments.config;
  request.override_tensor = arguments.override_tensor;
  request.tensor_type = arguments.tensor_type;
  return request;
}

namespace {

// Reads a config. For a folder, reads the first of these files that it has.
void read_config_file(std::initializer_list<const char*> names, NamedText& config) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_directory(config.file, ignored)) {
    const fs::path folder = config.file;
    const auto name = std::find_if(names.begin(), names.end(), [&](const char* each) {
      std::error_code failed;
      return fs::is_regular_file(folder / each, failed);
    });
    if (name == names.end())
      throw InputError(printable_path(config.file) +
                       (names.size() == 1
                            ? ": the folder has no adapter_config.json"
                            : ": the folder has neither adapter_config.json nor config.json"));
    config.file = (folder / *name).string();
  }
  // Enough for the refusal of a file that is too large, or has no end.
  config.text = read_file_start(config.file, kLargestConfig + 1);
}

}  // namespace

void read_configs(AuditRequest& request) {
  if (request.peft) read_config_file({"adapter_config.json"}, *request.peft);
  if (request.config) read_config_file({"adapter_config.json", "config.json"}, *request.config);
}

}  // namespace overmatch::cli
