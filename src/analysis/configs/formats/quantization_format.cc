// SPDX-License-Identifier: Apache-2.0
// Reads the quantization_config of a `config.json` by the rules of the library that loads the
// model, which quant_method names.
//
// The sources are the quantizers of transformers 5.24.0 (src/transformers/quantizers and
// src/transformers/integrations in https://github.com/huggingface/transformers/tree/v5.24.0), which
// ask should_convert_module (dialects/transformers_skip.h); `dynamic` belongs to GPTQModel
// (dialects/gptqmodel.h), FqnToConfig to torchao (dialects/torchao.h).
#include <algorithm>
#include <charconv>

#include "analysis/configs/formats/formats.h"
#include "analysis/configs/formats/quantization_methods.h"
#include "names/input_error.h"
#include "names/printable.h"

namespace overmatch {

namespace {

constexpr const char* kTransformers = "transformers 5.24.0, should_convert_module";
constexpr const char* kSkipRule =
    "re.match up to the end of a segment, or the end of the name as text, as since 5.21";

bool is_nothing(const ConfigNode& value) {
  return value.is(ConfigNode::Kind::null) ||
         (value.is(ConfigNode::Kind::list) && value.items.empty()) ||
         (value.is(ConfigNode::Kind::map) && value.members.empty());
}

// Whether a release of transformers is older than the rule that is applied here, of 5.21.
bool is_before_bounded(const std::string& release) {
  int major = 0;
  int minor = 0;
  const char* const end = release.data() + release.size();
  const auto [dot, wrong] = std::from_chars(release.data(), end, major);
  if (wrong != std::errc() || dot == end || *dot != '.' ||
      std::from_chars(dot + 1, end, minor).ec != std::errc())
    return false;
  return major < 5 || (major == 5 && minor < 21);
}

// What ModelOpt leaves out, as it writes it into a config.json and into hf_quant_config.json.
ConfigList left_out_by_modelopt(const ConfigNode& value, std::string member,
                                const ConfigFile& file) {
  ConfigList list;
  list.member = std::move(member);
  list.reader = "ModelOpt 0.47.0, fnmatch";
  list.rule = "a glob over the whole name";
  list.mode = Mode::glob;
  list.role = ListRole::excludes;
  list.result = "left out";
  list.entries = file.entries(value, list.member);
  return list;
}

class QuantizationReader {
 public:
  QuantizationReader(const ConfigNode& values, std::string path, const ConfigFile& file,
                     std::string release = "")
      : values_(values), path_(std::move(path)), file_(file), release_(std::move(release)) {}

  ReadConfig read(const std::string& kind) {
    const std::string method = text("quant_method");
    config_.kind = kind;
    if (!method.empty()) config_.kind += " of " + method;
    config_.method = method;
    if (method == "compressed-tensors" || method == "sparseml") {
      config_.method = "compressed-tensors";
      read_compressed_tensors_config();
    } else if (method.starts_with("modelopt")) {
      config_.method = "modelopt";
      read_modelopt();
    } else if (method == "gptq" || method == "gptqmodel" || values_.find("dynamic") != nullptr) {
      config_.method = "gptq";
      read_gptq();
    } else if (method == "hqq") {
      config_.library = "transformers 5.24.0";
      take("skip_modules");
      add_hqq(values_, path_, file_, config_);
    } else if (!read_transformers(method)) {
      config_.library = "no library that is known here";
    }
    leave_others_open(method);
    need_method(method);
    if (!config_.chooses()) {
      const std::string what = method.empty() ? "it" : in_quotes(method);
      if (config_.library.starts_with("no library"))
        config_.not_judged.push_back(
            {path_ + "quant_method", "what " + what + " chooses is not known here", ""});
      else if (config_.method == "compressed-tensors")
        config_.unread.push_back({path_ + "config_groups", "has no groups: nothing is quantized"});
      else
        config_.unread.push_back({path_ + "quant_method", "the config has no list, so that " +
                                                              config_.library +
                                                              " takes all that the method is for"});
    }
    name_values_of_layers();
    tell_release();
    return std::move(config_);
  }

 private:
  // transformers raises ValueError for an object without a method, but for those of bitsandbytes.
  void need_method(const std::string& method) const {
    // A quantize_config.json of AutoGPTQ has none.
    if (path_.empty() || !method.empty() || config_.chooses() || config_.method == "gptq") return;
    for (const std::string_view name : {"load_in_4bit", "load_in_8bit"}) {
      if (const ConfigNode* const value = values_.find(name); value != nullptr && value->is_true())
        return;
    }
    const std::string outer = "\"" + path_.substr(0, path_.size() - 1) + "\"";
    throw InputError(file_.with_line(
        values_, file_.name() + ": " + outer +
                     " has neither \"quant_method\" nor a list that chooses modules: add what the "
                     "library wrote"));
  }

  [[nodiscard]] std::string text(std::string_view name) const {
    const ConfigNode* const value = values_.find(name);
    if (value == nullptr) return "";
    if (!value->is(ConfigNode::Kind::text))
      file_.fail(*value, path_ + std::string(name), "must be a string");
    return value->text;
  }

  const ConfigNode* take(std::string_view name) {
    const ConfigNode* const value = values_.find(name);
    if (value != nullptr) taken_.push_back(name);
    return value;
  }

  void add_skipped(const ConfigNode& value, std::string_view member, bool parameters) {
    ConfigList list;
    list.member = path_ + std::string(member);
    list.reader = kTransformers;
    list.rule = kSkipRule;
    list.mode = Mode::transformers_skip;
    list.role = ListRole::excludes;
    if (parameters) {
      list.subject = ListSubject::parameters;
      list.rule += ", of parameters";
    }
    list.entries = file_.entries(value, list.member);
    list.result = "left as is";
    list.remark = [](const std::string& entry) {
      return entry.find('*') == std::string::npos ? std::string()
                                                  : "transformers reads the star as one of a "
                                                    "regex; vLLM compares the entry as text, "
                                                    "so that it leaves nothing out there";
    };
    config_.lists.push_back(std::move(list));
  }

  void read_compressed_tensors_config() {
    config_.library = "compressed-tensors 0.20.1";
    add_compressed_tensors(values_, path_, "compressed-tensors 0.20.1, match_named_modules", file_,
                           config_);
    taken_.insert(taken_.end(), {"config_groups", "ignore", "targets"});
    const ConfigNode* const sparsity = take("sparsity_config");
    if (sparsity != nullptr && !is_nothing(*sparsity))
      config_.unread.push_back(
          {path_ + "sparsity_config", "compressed-tensors 0.20.1 reads it no longer"});
  }

  // Whether the targets of all groups are the class of linear layers alone.
  static bool of_linear_layers(const ConfigNode& groups) {
    return std::all_of(groups.members.begin(), groups.members.end(), [](const ConfigMember& group) {
      const ConfigNode* const targets = group.value.find("targets");
      return targets != nullptr && targets->items.size() == 1 && targets->items[0].text == "Linear";
    });
  }

  // vLLM and TensorRT-LLM read what ModelOpt writes here as it writes it in hf_quant_config.json.
  void read_modelopt() {
    config_.library = "ModelOpt 0.47.0 wrote it for vLLM and TensorRT-LLM";
    for (const std::string_view member : {"ignore", "exclude_modules"}) {
      const ConfigNode* const value = take(member);
      if (value == nullptr) continue;
      config_.lists.push_back(left_out_by_modelopt(*value, path_ + std::string(member), file_));
    }
    if (const ConfigNode* const layers = take("quantized_layers")) {
      config_.not_judged.push_back({path_ + "quantized_layers",
                                    "what an export lists layer by layer is not judged", "",
                                    in_json(*layers)});
    }
    // vLLM takes all linear layers that `ignore` leaves.
    if (const ConfigNode* const groups = values_.find("config_groups");
        groups != nullptr && of_linear_layers(*groups)) {
      take("config_groups");
      config_.unread.push_back({path_ + "config_groups", "says how, of all linear layers"});
    }
  }

  void read_gptq() {
    config_.library = "GPTQModel 7.7.0";
    if (const ConfigNode* const dynamic = take("dynamic")) {
      ConfigList list;
      list.member = path_ + "dynamic";
      list.reader = "GPTQModel 7.7.0, _resolve_dynamic_override";
      list.scope = list.member;
      list.rule = "re.match; `-:` leaves a module as it is; the first that matches decides";
      list.result = "quantized";
      // SUPPORTS_MODULE_TYPES, without embeddings
      list.asked_classes = {"Linear", "Conv1d", "Conv2d", "Conv1D"};
      list.mode = Mode::gptqmodel;
      list.order = Order::first;
      if (!dynamic->is(ConfigNode::Kind::boolean) || dynamic->is_true()) {
        file_.need_map(*dynamic, list.member);
        for (const ConfigMember& each : dynamic->members) {
          const std::string label = in_json(each.value);
          list.entries.push_back(
              {each.name, each.value.line,
               each.name.starts_with("-:") ? std::nullopt : std::optional(label)});
        }
      }
      config_.lists.push_back(std::move(list));
    }
  }

  bool read_transformers(const std::string& method) {
    const auto known =
        std::find_if(kQuantizationMethods.begin(), kQuantizationMethods.end(),
                     [&](const QuantizationMethod& each) { return each.name == method; });
    // Without a method, the names of these members are those of transformers.
    const bool nameless = method.empty();
    if (known == kQuantizationMethods.end() && !nameless) return false;
    config_.library = "transformers 5.24.0";
    const bool parameters = !nameless && known->parameters;
    for (const std::string_view member :
         {nameless ? std::string_view("modules_to_not_convert") : known->member,
          nameless ? std::string_view("llm_int8_skip_modules") : std::string_view(),
          method == "fp8" || nameless ? std::string_view("ignored_layers") : std::string_view()}) {
      if (member.empty()) continue;
      // FineGrainedFP8Config takes `ignored_layers` where modules_to_not_convert is missing.
      if (member == "ignored_layers" && !config_.lists.empty()) continue;
      if (const ConfigNode* const value = take(member)) add_skipped(*value, member, parameters);
    }
    if (method == "torchao") read_torchao();
    if (nameless) return true;
    const bool by_name = std::any_of(config_.lists.begin(), config_.lists.end(),
                                     [](const ConfigList& list) { return list.decides; });
    if (by_name) return true;
    config_.taken = "converted";
    for (const std::string_view one : {"Linear", "Conv1D"}) {
      if (known->classes.find(one) != std::string_view::npos)
        config_.taken_classes.emplace_back(one);
    }
    if (method == "fp8") config_.taken_name = "experts";  // as FP8Experts
    if (config_.lists.empty()) without_list(std::string(known->member));
    return true;
  }

  // transformers converts all that the method is for, but for what it keeps by itself.
  void without_list(const std::string& member) {
    config_.keeps_output = true;
    config_.unread.push_back({path_ + member, "has no entries"});
    config_.notes.emplace_back(
        "all modules that the method is for are converted: without a list, transformers keeps by "
        "itself only the output layer, what is tied to it, and what the model class names");
    if (!config_.taken_classes.empty()) config_.taken_by = path_ + "quant_method";
  }

  // quant_type: {"default": {"_type": "FqnToConfig", "_data": {"fqn_to_config": {...}}}}
  void read_torchao() {
    const ConfigNode* const type = values_.find("quant_type");
    const ConfigNode* const one = type == nullptr ? nullptr : type->find("default");
    const ConfigNode* const data = one == nullptr ? nullptr : one->find("_data");
    if (data == nullptr) return;
    for (const std::string_view name : {"fqn_to_config", "module_fqn_to_config"}) {
      const ConfigNode* const entries = data->find(name);
      if (entries == nullptr) continue;
      ConfigList list;
      list.member = path_ + "quant_type.default._data." + std::string(name);
      list.reader = "torchao 0.18.0, fqn_matches_fqn_config";
      list.rule =
          "a whole name, `re:P` is re.fullmatch of P, `_default` the rest; names before regexes, "
          "and the first decides";
      list.scope = list.member;
      list.mode = Mode::torchao;
      list.result = "quantized";
      list.decides = true;
      list.asked_classes = {"Linear"};
      list.order = Order::first;
      file_.need_map(*entries, list.member);
      for (const ConfigMember& each : entries->members) {
        const ConfigNode* const kind = each.value.find("_type");
        std::optional<std::string> label;
        if (!each.value.is(ConfigNode::Kind::null))
          label = kind == nullptr ? in_json(each.value) : kind->text;
        list.entries.push_back({each.name, each.value.line, std::move(label)});
      }
      config_.lists.push_back(std::move(list));
    }
  }

  // A list may mean something else to the release that wrote the file.
  void tell_release() {
    const bool skips =
        std::any_of(config_.lists.begin(), config_.lists.end(),
                    [](const auto& list) { return list.mode == Mode::transformers_skip; });
    if (!skips || !is_before_bounded(release_)) return;
    config_.notes.push_back("the file is of transformers " + release_ +
                            ", and its list is read here as since 5.21; before, a match was open "
                            "at its end, so that an "
                            "entry such as `model.layers.1` also kept `model.layers.10`");
  }

  // Members that choose modules in some method, and not in this one.
  void leave_others_open(const std::string& method) {
    for (const std::string_view name : kQuantizationChoosing) {
      const ConfigNode* const value = values_.find(name);
      if (value == nullptr || std::find(taken_.begin(), taken_.end(), name) != taken_.end())
        continue;
      const std::string member = path_ + std::string(name);
      if (is_nothing(*value)) {
        if (!value->is(ConfigNode::Kind::null)) config_.unread.push_back({member, "empty"});
      } else {
        config_.not_judged.push_back({member,
                                      "how " + (method.empty() ? "it" : in_quotes(method)) +
                                          " reads it is not "
                                          "known here",
                                      "", in_json(*value)});
      }
    }
  }

  void name_values_of_layers() {
    for (const std::string_view name : kValuesOfLayers) {
      if (const ConfigNode* const value = values_.find(name);
          value != nullptr && !is_nothing(*value))
        config_.unread.push_back({path_ + std::string(name), "holds values of layers"});
    }
  }

  const ConfigNode& values_;
  std::string path_;
  const ConfigFile& file_;
  std::string release_;  // transformers_version of the config.json, "" if it has none
  std::vector<std::string_view> taken_;
  ReadConfig config_;
};

// Members that only a quantization_config has.
bool is_quantization(const ConfigNode& root) {
  if (root.find("quant_method") != nullptr) return true;
  for (const std::string_view name :
       {"modules_to_not_convert", "llm_int8_skip_modules", "ignored_layers"}) {
    if (root.find(name) != nullptr) return true;
  }
  // quantize_config.json of GPTQModel
  return root.find("bits") != nullptr && root.find("group_size") != nullptr;
}

}  // namespace

std::optional<ReadConfig> read_quantization(const ConfigNode& root, const ConfigFile& file) {
  for (const std::string outer : {"", "text_config", "llm_config", "thinker_config"}) {
    const ConfigNode* const holder = outer.empty() ? &root : root.find(outer);
    if (holder == nullptr) continue;
    for (const std::string name : {"quantization_config", "compression_config"}) {
      const ConfigNode* const values = holder->find(name);
      if (values == nullptr) continue;
      const std::string member = (outer.empty() ? "" : outer + ".") + name;
      file.need_map(*values, member);
      const ConfigNode* const release = root.find("transformers_version");
      return QuantizationReader(*values, member + ".", file,
                                release == nullptr ? "" : release->text)
          .read("a config.json with the " + name);
    }
  }
  if (!is_quantization(root)) {
    if (root.find("model_type") != nullptr && root.find("architectures") != nullptr) {
      ReadConfig config;
      config.kind = "a config.json without a quantization_config";
      config.library = "transformers 5.24.0";
      return config;
    }
    return std::nullopt;
  }
  return QuantizationReader(root, "", file).read("a quantization config");
}

std::optional<ReadConfig> read_modelopt_export(const ConfigNode& root, const ConfigFile& file) {
  const ConfigNode* const values = root.find("quantization");
  if (values == nullptr || !values->is(ConfigNode::Kind::map)) return std::nullopt;
  if (values->find("quant_algo") == nullptr && values->find("exclude_modules") == nullptr)
    return std::nullopt;
  ReadConfig config;
  config.kind = "an hf_quant_config.json of ModelOpt";
  config.method = "modelopt";
  config.library = "ModelOpt 0.47.0";
  if (const ConfigNode* const excluded = values->find("exclude_modules")) {
    config.lists.push_back(left_out_by_modelopt(*excluded, "quantization.exclude_modules", file));
  }
  if (const ConfigNode* const layers = values->find("quantized_layers")) {
    config.not_judged.push_back({"quantization.quantized_layers",
                                 "what an export lists layer by layer is not judged", "",
                                 in_json(*layers)});
  }
  if (!config.chooses())
    config.unread.push_back({"quantization.exclude_modules", "is missing: nothing is left out"});
  return config;
}

}  // namespace overmatch
