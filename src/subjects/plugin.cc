// SPDX-License-Identifier: Apache-2.0
#include "subjects/plugin.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "matchers/need_mode.h"
#include "names/utf8.h"
#include "subjects/overmatch_plugin.h"
#include "subjects/probe.h"
#include "subjects/protocol.h"

namespace overmatch {

namespace {

// The value of flags before a call, which reveals an unset flag, and of the bytes after the last
// one.
constexpr std::uint8_t kUnset = 0xA5;
constexpr std::uint32_t kUnsetLabel = 0xA5A5A5A5;  // the same for labels
constexpr std::size_t kGuard = 16;
constexpr std::size_t kErrorSize = 512;

class Plugin final : public Matcher {
 public:
  Plugin(PluginFunction* selects, AssignFunction* assigns, std::string name, Mode mode)
      : match_(selects), assign_(assigns), name_(std::move(name)), mode_(mode) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }

  [[nodiscard]] bool takes_labels() const override { return assign_ != nullptr; }
  [[nodiscard]] bool takes_plain_lists() const override { return match_ != nullptr; }

  void match(const Question& question, Answer& answer) override {
    copy_texts(question);
    error_.fill('\0');
    const int rejects = question.has_labels() ? call_assign(question) : call_match(question);
    check_texts(question);
    if (rejects != 0) {
      error_.back() = '\0';
      const std::string_view reason = error_.data();
      answer.reject(reason.empty()                            ? "no reason given"
                    : find_invalid_utf8(reason) == kValidUtf8 ? reason
                                                              : "the reason is not valid UTF-8");
      return;
    }
    const std::size_t count = question.modules.size();
    answer.start(count);
    if (question.has_labels()) {
      check_labels(count);
      std::transform(labels_.begin(), labels_.end() - kGuard, answer.flags().begin(),
                     [](std::uint32_t label) { return static_cast<Label>(label); });
    } else {
      check_flags(count);
      if (count != 0) std::memcpy(answer.flags().data(), flags_.data(), count);
    }
  }

 private:
  int call_match(const Question& question) {
    const overmatch_query query = {texts_.data(), question.patterns.size(),
                                   texts_.data() + question.patterns.size(),
                                   question.modules.size()};
    flags_.assign(query.module_count + kGuard, kUnset);
    return match_(&query, flags_.data(), error_.data(), error_.size() - 1);
  }

  int call_assign(const Question& question) {
    given_.assign(question.labels.begin(), question.labels.end());
    given_.push_back(0);  // never null, not even for an empty list
    const overmatch_labelled_query query = {
        texts_.data(),
        question.patterns.size(),
        texts_.data() + question.patterns.size(),
        question.modules.size(),
        to_string(mode_).data(),  // a literal, which ends in NUL
        static_cast<std::uint32_t>(question.order),
        given_.data()};
    labels_.assign(query.module_count + kGuard, kUnsetLabel);
    return assign_(&query, labels_.data(), error_.data(), error_.size() - 1);
  }

  // The plugin gets a copy of the names, so that a write to them harms nothing and is noticed.
  void copy_texts(const Question& question) {
    std::size_t size = 1;  // never null
    for (const auto& names : {question.patterns, question.modules}) {
      for (const std::string_view name : names) size += name.size();
    }
    bytes_.resize(size);
    texts_.clear();
    texts_.reserve(question.patterns.size() + question.modules.size() + 1);
    char* at = bytes_.data();
    for (const auto& names : {question.patterns, question.modules}) {
      for (const std::string_view name : names) {
        texts_.push_back({at, name.size()});
        at = std::copy(name.begin(), name.end(), at);
      }
    }
    texts_.push_back({at, 0});  // never null, not even for an empty question
  }

  void check_texts(const Question& question) const {
    const char* at = bytes_.data();
    for (const auto& names : {question.patterns, question.modules}) {
      for (const std::string_view name : names) {
        if (std::memcmp(at, name.data(), name.size()) != 0) {
          throw SubjectFailure(names.data() == question.patterns.data()
                                   ? "wrote into the text of a pattern, which it must not change"
                                   : "wrote into the text of a module, which it must not change");
        }
        at += name.size();
      }
    }
  }

  void check_flags(std::size_t count) const {
    const auto wrong = std::find_if(flags_.begin(), flags_.end() - kGuard,
                                    [](std::uint8_t flag) { return flag > 1; });
    const auto at = static_cast<std::size_t>(wrong - flags_.begin());
    if (at < count) {
      throw SubjectFailure(
          *wrong == kUnset
              ? "left a module's flag unset: selected[i] must be set to 1 or 0 for each"
              : "set a module's flag to " + std::to_string(*wrong) + ", neither 1 nor 0");
    }
    if (std::any_of(flags_.end() - kGuard, flags_.end(),
                    [](std::uint8_t flag) { return flag != kUnset; })) {
      throw SubjectFailure("wrote past the end of selected");
    }
  }

  // Whether a number is a label of the question, the probe knows.
  void check_labels(std::size_t count) const {
    const auto end = labels_.begin() + static_cast<std::ptrdiff_t>(count);
    const auto wrong =
        std::find_if(labels_.begin(), end, [](std::uint32_t label) { return label > kMostLabels; });
    if (wrong != end) {
      throw SubjectFailure(*wrong == kUnsetLabel
                               ? "left a module's label unset: labels[i] must be set for each"
                               : "gave a module the label " + std::to_string(*wrong) +
                                     ", which no entry has");
    }
    if (std::any_of(end, labels_.end(), [](std::uint32_t label) { return label != kUnsetLabel; }))
      throw SubjectFailure("wrote past the end of labels");
  }

  PluginFunction* match_;
  AssignFunction* assign_;
  std::string name_;
  Mode mode_;
  std::vector<overmatch_text> texts_;
  std::vector<char> bytes_;  // of the texts
  std::vector<std::uint8_t> flags_;
  std::vector<std::uint32_t> given_;   // the labels of the patterns
  std::vector<std::uint32_t> labels_;  // the labels of the modules
  std::array<char, kErrorSize> error_{};
};

}  // namespace

std::unique_ptr<Matcher> make_plugin(PluginFunction* match, std::string name, Mode mode,
                                     AssignFunction* assign) {
  return std::make_unique<Plugin>(match, assign, std::move(name), mode);
}

namespace {

// What a plugin says of itself, in either version of the interface.
struct Description {
  const char* name;
  const char* mode;
  PluginFunction* match;
  AssignFunction* assign;
};

// Calls the function of this name that the library exports, and checks what it returns; null if it
// exports none. Throws SubjectError.
template <typename Returned>
const Returned* describe(void* library, const char* function, std::uint32_t abi,
                         const std::string& file) {
  void* const symbol = dlsym(library, function);
  if (symbol == nullptr) return nullptr;
  const Returned* const plugin = reinterpret_cast<const Returned* (*)()>(symbol)();
  if (plugin == nullptr)
    throw SubjectError("plugin " + file + ": " + function + " returned a null pointer");
  if (plugin->abi != abi) {
    throw SubjectError("plugin " + file + ": has ABI " + std::to_string(plugin->abi) +
                       ", this overmatch speaks ABI " + std::to_string(abi));
  }
  return plugin;
}

Description description_of(void* library, const std::string& file) {
  const auto* const labelled = describe<overmatch_plugin_labelled>(library, "overmatch_plugin_v2",
                                                                   OVERMATCH_PLUGIN_ABI_2, file);
  if (labelled != nullptr) {
    if (labelled->assign == nullptr)
      throw SubjectError("plugin " + file + ": has no assign function");
    return {labelled->name, labelled->mode, labelled->match, labelled->assign};
  }
  const auto* const plugin =
      describe<overmatch_plugin>(library, "overmatch_plugin_v1", OVERMATCH_PLUGIN_ABI, file);
  if (plugin == nullptr)
    throw SubjectError("plugin " + file + ": does not export overmatch_plugin_v1");
  if (plugin->match == nullptr) throw SubjectError("plugin " + file + ": has no match function");
  return {plugin->name, plugin->mode, plugin->match, nullptr};
}

}  // namespace

std::unique_ptr<Matcher> load_plugin(const std::string& file, std::optional<Mode> mode) {
  // dlopen would search the library path for a name without a slash; the user means a file.
  const std::string path = file.find('/') == std::string::npos ? "./" + file : file;
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw SubjectError("plugin " + file + ": " + dlerror());
  const Description plugin = description_of(library, file);
  const std::string_view declared = plugin.mode == nullptr ? "" : plugin.mode;
  const std::optional<Mode> known = mode ? mode : parse_mode(declared);
  if (!known) {
    throw SubjectError("plugin " + file + ": declares the unknown mode \"" + std::string(declared) +
                       "\"; give one with --mode: " + mode_names());
  }
  // The library stays loaded, because it owns what it returned.
  const std::string_view name =
      plugin.name == nullptr || *plugin.name == '\0' ? std::string_view(file) : plugin.name;
  return make_plugin(plugin.match, std::string(name), *known, plugin.assign);
}

namespace {

class Deferred final : public DeferredPlugin {
 public:
  Deferred(std::string file, std::string name, Mode mode, bool plain, bool labelled)
      : file_(std::move(file)),
        name_(std::move(name)),
        mode_(mode),
        plain_(plain),
        labelled_(labelled) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
  [[nodiscard]] bool takes_labels() const override { return labelled_; }
  [[nodiscard]] bool takes_plain_lists() const override { return plain_; }
  void load() override {
    if (!plugin_) plugin_ = load_plugin(file_, mode_);
  }
  void match(const Question& question, Answer& answer) override {
    if (!plugin_) load();
    plugin_->match(question, answer);
  }

 private:
  std::string file_;
  std::string name_;
  Mode mode_;
  bool plain_;
  bool labelled_;
  std::unique_ptr<Matcher> plugin_;
};

// Makes text of the subject fit for one line of a report.
std::string one_line(std::string_view text) {
  constexpr std::size_t kMost = 200;
  const std::string shown = excerpt(text, kMost);
  return shown.starts_with('`') ? shown.substr(1, shown.size() - 2) : shown;
}

}  // namespace

std::unique_ptr<DeferredPlugin> defer_plugin(const std::string& file, std::optional<Mode> mode,
                                             const Limits& limits) {
  // An absolute path, because the process that loads it may have another working directory.
  std::error_code error;
  const auto whole = std::filesystem::absolute(file, error);
  const std::string path = error ? file : whole.string();
  const IsolatedRun run = run_isolated(
      [&](const Sink& sink, Heartbeat& heartbeat) {
        heartbeat.loading.store(true);
        try {
          const auto plugin = load_plugin(file, mode);
          // A flag for each kind of list, the mode, and on the next line the name.
          sink.write(std::string(1, plugin->takes_plain_lists() ? 'p' : '-') +
                     (plugin->takes_labels() ? 'l' : '-') + std::string(to_string(plugin->mode())) +
                     "\n" + std::string(plugin->name()));
        } catch (const SubjectError& refusal) {
          throw CannotBegin(refusal.what());
        }
      },
      limits);
  const std::size_t end = run.output.find('\n');
  if (run.ending == Ending::incomplete && !run.what.empty()) throw SubjectError(run.what);
  if (run.ending != Ending::finished || end == std::string::npos) {
    throw SubjectError("plugin " + file + ": while it was loaded, it " +
                       (run.ending == Ending::hung ? "hung" : run.describe()));
  }
  constexpr std::size_t kFlags = 2;
  return std::make_unique<Deferred>(
      path, one_line(run.output.substr(end + 1)),
      *parse_mode(std::string_view(run.output).substr(kFlags, end - kFlags)), run.output[0] == 'p',
      run.output[1] == 'l');
}

}  // namespace overmatch
