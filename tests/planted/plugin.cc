// SPDX-License-Identifier: Apache-2.0
// All planted matchers as one plugin: OVERMATCH_PLANTED names the one to be. Nothing is caught,
// checked or cleared on the way: a crash crashes, an exception leaves the function, a hang hangs.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "planted/planted.h"

namespace overmatch {
namespace {

Matcher* matcher = nullptr;

void copy_reason(const std::string& reason, char* error, std::size_t error_size) {
  if (error == nullptr || error_size == 0) return;
  const std::size_t size = std::min(reason.size(), error_size - 1);
  std::copy_n(reason.begin(), size, error);
  error[size] = '\0';
}

int match(const overmatch_query* query, std::uint8_t* selected, char* error,
          std::size_t error_size) {
  const auto views = [](const overmatch_text* texts, std::size_t count) {
    std::vector<std::string_view> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) out.emplace_back(texts[i].data, texts[i].size);
    return out;
  };
  const std::vector<std::string_view> patterns = views(query->patterns, query->pattern_count);
  const std::vector<std::string_view> modules = views(query->modules, query->module_count);
  static Answer answer;
  matcher->match(Question{patterns, modules}, answer);
  if (answer.rejected()) {
    copy_reason(answer.reason(), error, error_size);
    return 1;
  }
  std::copy(answer.selected().begin(), answer.selected().end(), selected);
  return 0;
}

overmatch_plugin describe() {
  const char* name = std::getenv("OVERMATCH_PLANTED");
  const Planted* one = name == nullptr ? nullptr : find_planted(name);
  if (one == nullptr) {
    std::fprintf(
        stderr,
        "overmatch_planted_plugin: OVERMATCH_PLANTED must name a planted matcher, not \"%s\"\n",
        name == nullptr ? "" : name);
    return {0, "", "segment", match};
  }
  static const std::string planted_name(
      one->name);  // to_string's names end in NUL: they are literals
  static const std::unique_ptr<Matcher> made = one->make();
  matcher = made.get();
  return {OVERMATCH_PLUGIN_ABI, planted_name.c_str(), to_string(one->mode).data(),
          one->behaviour.raw != nullptr ? one->behaviour.raw : match};
}

}  // namespace
}  // namespace overmatch

extern "C" const overmatch_plugin* overmatch_plugin_v1(void) {
  static const overmatch_plugin plugin = overmatch::describe();
  return &plugin;
}
