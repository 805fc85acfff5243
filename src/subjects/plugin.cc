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

#include "names/utf8.h"
#include "subjects/overmatch_plugin.h"
#include "subjects/probe.h"
#include "subjects/protocol.h"

namespace overmatch {

namespace {

// The value of flags before a call, which reveals an unset flag, and of the bytes after the last
// one.
constexpr std::uint8_t kUnset = 0xA5;
constexpr std::size_t kGuard = 16;
constexpr std::size_t kErrorSize = 512;

class Plugin final : public Matcher {
 public:
  Plugin(PluginFunction* function, std::string name, Mode mode)
      : match_(function), name_(std::move(name)), mode_(mode) {}

  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }

  void match(const Question& question, Answer& answer) override {
    const std::size_t count = question.modules.size();
    copy_texts(question);
    const overmatch_query query = {texts_.data(), question.patterns.size(),
                                   texts_.data() + question.patterns.size(), count};

    flags_.assign(count + kGuard, kUnset);
    error_.fill('\0');
    const int rejects = match_(&query, flags_.data(), error_.data(), error_.size() - 1);
    check_texts(question);
    if (rejects != 0) {
      error_.back() = '\0';
      const std::string_view reason = error_.data();
      answer.reject(reason.empty()                            ? "no reason given"
                    : find_invalid_utf8(reason) == kValidUtf8 ? reason
                                                              : "the reason is not valid UTF-8");
      return;
    }
    check_flags(question);
    answer.start(count);
    if (count != 0) std::memcpy(answer.flags().data(), flags_.data(), count);
  }

 private:
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

  void check_flags(const Question& question) const {
    const std::size_t count = question.modules.size();
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

  PluginFunction* match_;
  std::string name_;
  Mode mode_;
  std::vector<overmatch_text> texts_;
  std::vector<char> bytes_;  // of the texts
  std::vector<std::uint8_t> flags_;
  std::array<char, kErrorSize> error_{};
};

}  // namespace

std::unique_ptr<Matcher> make_plugin(PluginFunction* match, std::string name, Mode mode) {
  return std::make_unique<Plugin>(match, std::move(name), mode);
}

std::unique_ptr<Matcher> load_plugin(const std::string& file, std::optional<Mode> mode) {
  // dlopen would search the library path for a name without a slash; the user means a file.
  const std::string path = file.find('/') == std::string::npos ? "./" + file : file;
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw SubjectError("plugin " + file + ": " + dlerror());
  void* const symbol = dlsym(library, "overmatch_plugin_v1");
  if (symbol == nullptr)
    throw SubjectError("plugin " + file + ": does not export overmatch_plugin_v1");
  const auto entry = reinterpret_cast<const overmatch_plugin* (*)()>(symbol);
  const overmatch_plugin* const plugin = entry();
  if (plugin == nullptr)
    throw SubjectError("plugin " + file + ": overmatch_plugin_v1 returned a null pointer");
  if (plugin->abi != OVERMATCH_PLUGIN_ABI) {
    throw SubjectError("plugin " + file + ": has ABI " + std::to_string(plugin->abi) +
                       ", this overmatch speaks ABI " + std::to_string(OVERMATCH_PLUGIN_ABI));
  }
  if (plugin->match == nullptr) throw SubjectError("plugin " + file + ": has no match function");
  const std::string_view declared = plugin->mode == nullptr ? "" : plugin->mode;
  const std::optional<Mode> known = mode ? mode : parse_mode(declared);
  if (!known) {
    throw SubjectError("plugin " + file + ": declares the unknown mode \"" + std::string(declared) +
                       "\"; give one with --mode (endswith, segment, exact, subtree, regex)");
  }
  // The library stays loaded, because it owns what it returned.
  const std::string_view name =
      plugin->name == nullptr || *plugin->name == '\0' ? std::string_view(file) : plugin->name;
  return make_plugin(plugin->match, std::string(name), *known);
}

namespace {

class Deferred final : public DeferredPlugin {
 public:
  Deferred(std::string file, std::string name, Mode mode)
      : file_(std::move(file)), name_(std::move(name)), mode_(mode) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] Mode mode() const override { return mode_; }
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
          sink.write(std::string(to_string(plugin->mode())) + "\n" + std::string(plugin->name()));
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
  return std::make_unique<Deferred>(path, one_line(run.output.substr(end + 1)),
                                    *parse_mode(run.output.substr(0, end)));
}

}  // namespace overmatch
