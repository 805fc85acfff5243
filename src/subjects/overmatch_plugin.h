/* SPDX-License-Identifier: Apache-2.0 */
/* Defines the plugin interface of overmatch for any language with a C ABI: a plugin is a shared
 * object that exports overmatch_plugin_v1, or overmatch_plugin_v2 for lists with labels.
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
  /* The mode that it implements: "endswith", "segment", "exact", "subtree", "regex", "prefix",
   * "substring", "run", "glob", "path-glob", "match", "search", or a dialect: see docs/modes.md. */
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

/* A plugin of lists with labels exports overmatch_plugin_v2, besides or instead of
 * overmatch_plugin_v1, and may leave out `match` if it reads no plain lists. */
#define OVERMATCH_PLUGIN_ABI_2 2

typedef enum overmatch_order {
  OVERMATCH_FIRST = 1, /* the first pattern that matches a module decides */
  OVERMATCH_LAST = 2   /* the last one */
} overmatch_order;

/* Which label does each of these modules get? */
typedef struct overmatch_labelled_query {
  const overmatch_text* patterns; /* as in overmatch_query */
  size_t pattern_count;
  const overmatch_text* modules;
  size_t module_count;
  const char* mode;       /* the name of the mode in which the patterns are read */
  uint32_t order;         /* an overmatch_order */
  const uint32_t* labels; /* one for each pattern: a number from 1, or 0 for null; never null */
} overmatch_labelled_query;

typedef struct overmatch_plugin_labelled {
  uint32_t abi;     /* OVERMATCH_PLUGIN_ABI_2 */
  const char* name; /* for reports */
  const char* mode; /* as in overmatch_plugin */
  /* As in overmatch_plugin; null if it reads no plain lists. */
  int (*match)(const overmatch_query* query, uint8_t* selected, char* error, size_t error_size);
  /* Sets labels[i] to the label of the pattern that decides about module i, or to 0 if that is null
   * or no pattern matches, for EACH module: the memory is not cleared before. Returns as `match`.
   */
  int (*assign)(const overmatch_labelled_query* query, uint32_t* labels, char* error,
                size_t error_size);
} overmatch_plugin_labelled;

/* Returns a description that lives as long as the program; never null. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const overmatch_plugin_labelled*
overmatch_plugin_v2(void);

#ifdef __cplusplus
}
#endif

#endif
