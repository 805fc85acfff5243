// SPDX-License-Identifier: Apache-2.0
// All planted matchers as one plugin: OVERMATCH_PLANTED names the one to be. With PLANTED_LABELLED
// it is one of lists with labels (overmatch_plugin_v2). Nothing is caught, checked or cleared on
// the way: a crash crashes, an exception leaves the function, a hang hangs.
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

std::vector<std::string_view> views(const overmatch_text* texts, std::size_t count) {
  std::vector<std::string_view> out;
  out.reserve(count);
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(texts[i].data, texts[i].size);
  return out;
}

[[maybe_unused]] int match(const overmatch_query* query, std::uint8_t* selected, char* error,
                           std::size_t error_size) {
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

[[maybe_unused]] int assign(const overmatch_labelled_query* query, std::uint32_t* labels,
                            char* error, std::size_t error_size) {
  const std::vector<std::string_view> patterns = views(query->patterns, query->pattern_count);
  const std::vector<std::string_view> modules = views(query->modules, query->module_count);
  std::vector<Label> given;
  for (std::size_t i = 0; i < query->pattern_count; ++i)
    given.push_back(static_cast<Label>(query->labels[i]));
  static Answer answer;
  matcher->match(Question{patterns, modules, given, static_cast<Order>(query->order)}, answer);
  if (answer.rejected()) {
    copy_reason(answer.reason(), error, error_size);
    return 1;
  }
  std::copy(answer.selected().begin(), answer.selected().end(), labels);
  return 0;
}

// The planted matcher that the environment names, or null.
const Planted* named() {
  const char* name = std::getenv("OVERMATCH_PLANTED");
  static const std::optional<Planted> one = name == nullptr ? std::nullopt : plant_one(name);
  if (!one) {
    std::fprintf(
        stderr,
        "overmatch_planted_plugin: OVERMATCH_PLANTED must name a planted matcher, not \"%s\"\n",
        name == nullptr ? "" : name);
    return nullptr;
  }
  static const std::unique_ptr<Matcher> made = one->make();
  matcher = made.get();
  return &*one;
}

}  // namespace
}  // namespace overmatch

// The names of planted matchers and of modes end in NUL: they are literals, or kept as strings.
#ifdef PLANTED_LABELLED
extern "C" const overmatch_plugin_labelled* overmatch_plugin_v2(void) {
  static const overmatch::Planted* const one = overmatch::named();
  static const std::string name(one == nullptr ? "" : one->name);
  static const overmatch_plugin_labelled plugin =
      one == nullptr
          ? overmatch_plugin_labelled{0, "", "segment", nullptr, overmatch::assign}
          : overmatch_plugin_labelled{OVERMATCH_PLUGIN_ABI_2, name.c_str(),
                                      to_string(one->mode).data(), nullptr, overmatch::assign};
  return &plugin;
}
#else
extern "C" const overmatch_plugin* overmatch_plugin_v1(void) {
  static const overmatch::Planted* const one = overmatch::named();
  static const std::string name(one == nullptr ? "" : one->name);
  static const overmatch_plugin plugin =
      one == nullptr
          ? overmatch_plugin{0, "", "segment", overmatch::match}
          : overmatch_plugin{OVERMATCH_PLUGIN_ABI, name.c_str(), to_string(one->mode).data(),
                             one->behaviour.raw != nullptr ? one->behaviour.raw : overmatch::match};
  return &plugin;
}
#endif
