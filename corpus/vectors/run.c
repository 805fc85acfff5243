/* SPDX-License-Identifier: Apache-2.0 */
/* Runs conformance vectors, in their form of counted strings, against a matcher with the C
 * interface of overmatch_plugin.h:
 *
 *   cc -I ../../src/subjects -o run run.c my_matcher.c && ./run segment.counted
 *   cc -I ../../src/subjects -DLABELS -o run run.c my_matcher.c && ./run torchao.counted
 *
 * The matcher is overmatch_plugin_v1, or with LABELS overmatch_plugin_v2, which is asked lists with
 * labels too. Exit status: 0 when it is right about all vectors, 1 when it is not (a line for each
 * that it gets wrong), 2 for a bad file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "overmatch_plugin.h"

static int read_text(FILE* in, overmatch_text* text) {
  char* bytes;
  if (fscanf(in, "%zu", &text->size) != 1 || fgetc(in) != ' ') return 0;
  text->data = bytes = malloc(text->size + 1);
  return bytes != NULL && fread(bytes, 1, text->size, in) == text->size;
}

static int read_numbers(FILE* in, const char* format, uint32_t* numbers, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    unsigned number;
    if (fscanf(in, format, &number) != 1) return 0;
    numbers[i] = number;
  }
  return 1;
}

/* The rest of a vector's first line: an overmatch_order; 0 of a plain list, 3 of a bad file. */
static uint32_t read_order(FILE* in) {
  char order[6] = "";
  if (fgetc(in) == '\n') return 0;
  if (fscanf(in, "%5s", order) != 1) return 3;
  return strcmp(order, "first") == 0 ? 1 : strcmp(order, "last") == 0 ? 2 : 3;
}

/* Sets answer[i] to the label of module i; of a plain list to 1 or 0. Non-zero: rejected. */
static int ask(const overmatch_labelled_query* query, uint32_t* answer) {
  char error[256];
#ifdef LABELS
  const overmatch_plugin_labelled* matcher = overmatch_plugin_v2();
  if (query->order != 0) return matcher->assign(query, answer, error, sizeof error);
#else
  const overmatch_plugin* matcher = overmatch_plugin_v1();
#endif
  const overmatch_query plain = {query->patterns, query->pattern_count, query->modules,
                                 query->module_count};
  if (query->order != 0 || matcher->match == NULL) {
    fprintf(stderr, "the matcher does not read %s: see LABELS in run.c\n",
            query->order != 0 ? "lists with labels" : "plain lists");
    exit(2);
  }
  unsigned char* selected = malloc(plain.module_count + 1);
  const int rejected = matcher->match(&plain, selected, error, sizeof error);
  for (size_t i = 0; i < plain.module_count && !rejected; ++i) answer[i] = selected[i];
  free(selected);
  return rejected;
}

int main(int argc, char** argv) {
  FILE* in = argc == 2 ? fopen(argv[1], "rb") : NULL;
  char mode[64], verdict[10];
  size_t patterns, modules, total = 0, wrong = 0;
  while (in != NULL && fscanf(in, "%63s %zu %zu", mode, &patterns, &modules) == 3) {
    const uint32_t order = read_order(in);
    overmatch_text* texts =
        malloc((patterns + modules + 1) * sizeof *texts); /* and what the vector guards against */
    uint32_t* numbers = malloc((patterns + 2 * modules + 1) * sizeof *numbers);
    uint32_t *labels = numbers, *wanted = labels + patterns, *answer = wanted + modules;
    for (size_t i = 0; i < patterns + modules; ++i)
      if (!read_text(in, &texts[i])) return 2;
    if (order > 2 || (order != 0 && (fscanf(in, " labels%c", verdict) != 1 ||
                                     !read_numbers(in, "%u", labels, patterns))))
      return 2;
    if (fscanf(in, " %1[=r]", verdict) != 1) return 2;
    if (verdict[0] == 'r' ? fscanf(in, "%9s", verdict) != 1
                          : !read_numbers(in, order != 0 ? "%u" : "%1u", wanted, modules))
      return 2;
    if (!read_text(in, &texts[patterns + modules])) return 2;
    const overmatch_labelled_query query = {texts, patterns, texts + patterns, modules, mode,
                                            order, labels};
    int bad = ask(&query, answer) != 0 ? verdict[0] == '=' : verdict[0] != '=';
    for (size_t i = 0; i < modules && !bad && verdict[0] == '='; ++i) bad = answer[i] != wanted[i];
    ++total;
    if (bad)
      ++wrong, printf("%s: vector %zu: %.*s\n", argv[1], total, (int)texts[patterns + modules].size,
                      texts[patterns + modules].data);
    for (size_t i = 0; i <= patterns + modules; ++i) free((void*)texts[i].data);
    free(texts);
    free(numbers);
  }
  printf("%zu of %zu vectors wrong\n", wrong, total);
  return in == NULL || total == 0 || !feof(in) ? 2 : wrong != 0;
}
