// SPDX-License-Identifier: Apache-2.0
// Plugins for plugin_test.cc: ODD_PLUGIN says what is wrong with the description; the sound one
// does what its first pattern says.
#include <cstring>
#include <string_view>

#include "subjects/overmatch_plugin.h"

namespace {

std::string_view view(const overmatch_text& text) { return {text.data, text.size}; }

int say(const char* reason, char* error, std::size_t error_size) {
  std::strncpy(error, reason, error_size);
  return 1;
}

[[maybe_unused]] int match(const overmatch_query* query, std::uint8_t* selected, char* error,
                           std::size_t error_size) {
  const std::string_view order = query->pattern_count == 0 ? "" : view(query->patterns[0]);
  if (query->patterns == nullptr || query->modules == nullptr)
    return say("a null list", error, error_size);
  if (order == "reject") return say("as you like", error, error_size);
  if (order == "reject without a word") return -1;
  if (order == "reject in Latin-1") return say("\xE9t\xE9", error, error_size);
  if (order == "reject at length") {
    std::memset(error, 'x', error_size);  // no NUL
    return 2;
  }
  for (std::size_t module = 0; module < query->module_count; ++module) {
    selected[module] = view(query->modules[module]) == order ? 1 : 0;
  }
  if (order == "write into the pattern") const_cast<char*>(query->patterns[0].data)[0] = 'W';
  if (order == "write into a module") const_cast<char*>(query->modules[0].data)[0] = 'x';
  if (order == "two for yes") selected[0] = 2;
  if (order == "write past the end") selected[query->module_count] = 1;
  if (order == "leave the last unset") selected[query->module_count - 1] = 0xA5;
  return 0;
}

const overmatch_plugin kPlugin = {
#if defined(ODD_ABI)
    2, "odd", "segment", match
#elif defined(ODD_MODE)
    OVERMATCH_PLUGIN_ABI, "odd", "globs", match
#elif defined(ODD_NAMELESS)
    OVERMATCH_PLUGIN_ABI, nullptr, nullptr, match
#elif defined(ODD_MATCHLESS)
    OVERMATCH_PLUGIN_ABI, "odd", "segment", nullptr
#else
    OVERMATCH_PLUGIN_ABI, "sound", "exact", match
#endif
};

}  // namespace

#if defined(ODD_EXPORT)
extern "C" const overmatch_plugin* overmatch_plugin_v0(void) { return &kPlugin; }
#elif defined(ODD_NULL)
extern "C" const overmatch_plugin* overmatch_plugin_v1(void) {
  return kPlugin.name == nullptr ? &kPlugin : nullptr;
}
#else
extern "C" const overmatch_plugin* overmatch_plugin_v1(void) { return &kPlugin; }
#endif
