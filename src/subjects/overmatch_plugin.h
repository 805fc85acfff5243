/* SPDX-License-Identifier: Apache-2.0 */
/* Defines the plugin interface of overmatch for any language with a C ABI: a plugin is a shared
 * object that exports overmatch_plugin_v1.
 *
 *   cc -shared -fPIC -o my_matcher.so my_matcher.c && overmatch check --plugin ./my_matcher.so
 *
 * overmatch owns all that it passes; it is valid only during the call and must not be written to.
 */
#ifndef OVERMATCH_PLUGIN_H
#define OVERMATCH_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OVERMATCH_PLUGIN_ABI 1

/* UTF-8, not NUL-terminated; may hold NUL. `data` is never null. */
typedef struct overmatch_text {
  const char* data;
  size_t size; /* bytes */
} overmatch_text;

/* Which of these modules do these patterns select? */
typedef struct overmatch_query {
  const overmatch_text* patterns; /* never null; any UTF-8, malformed patterns included */
  size_t pattern_count;
  const overmatch_text* modules; /* never null; well-formed paths, in any order, with repeats */
  size_t module_count;
} overmatch_query;

typedef struct overmatch_plugin {
  uint32_t abi;     /* OVERMATCH_PLUGIN_ABI */
  const char* name; /* for reports */
  /* The mode that it implements: "endswith", "segment", "exact", "subtree" or "regex". */
  const char* mode;
  /* Sets selected[i] to 1 or 0 for EACH module: the memory is not cleared before. Returns 0; or
   * non-zero when it rejects the patterns, with the reason in `error` (NUL-terminated, at most
   * error_size bytes with the NUL). Must not throw. */
  int (*match)(const overmatch_query* query, uint8_t* selected, char* error, size_t error_size);
} overmatch_plugin;

/* Returns a description that lives as long as the program; never null. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const overmatch_plugin*
overmatch_plugin_v1(void);

#ifdef __cplusplus
}
#endif

#endif
