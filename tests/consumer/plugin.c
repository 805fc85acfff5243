/* SPDX-License-Identifier: Apache-2.0 */
/* The least that a plugin holds: the mode "exact". */
#include <string.h>

#include "overmatch_plugin.h"

static int equal(overmatch_text left, overmatch_text right) {
  return left.size == right.size && memcmp(left.data, right.data, left.size) == 0;
}

static int match(const overmatch_query* query, uint8_t* selected, char* error, size_t error_size) {
  (void)error; /* plain text cannot be malformed: nothing is rejected */
  (void)error_size;
  for (size_t module = 0; module < query->module_count; ++module) {
    selected[module] = 0;
    for (size_t pattern = 0; pattern < query->pattern_count; ++pattern) {
      if (equal(query->modules[module], query->patterns[pattern])) selected[module] = 1;
    }
  }
  return 0;
}

const overmatch_plugin* overmatch_plugin_v1(void) {
  static const overmatch_plugin plugin = {OVERMATCH_PLUGIN_ABI, "consumer", "exact", match};
  return &plugin;
}
