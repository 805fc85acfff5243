/* SPDX-License-Identifier: Apache-2.0 */
/* Runs conformance vectors, in their form of counted strings, against a matcher with the C
 * interface of overmatch_plugin.h:
 *
 *   cc -I ../../src/subjects -o run run.c my_matcher.c && ./run segment.counted
 *
 * Exit status: 0 when it is right about all vectors, 1 when it is not (a line for each that it gets
 * wrong), 2 for a bad file.
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

int main(int argc, char** argv) {
  FILE* in = argc == 2 ? fopen(argv[1], "rb") : NULL;
  char mode[16], error[256], wanted[4096];
  size_t patterns, modules, total = 0, wrong = 0;
  while (in != NULL && fscanf(in, "%15s %zu %zu", mode, &patterns, &modules) == 3) {
    overmatch_text* texts =
        malloc((patterns + modules + 1) * sizeof *texts); /* and what the vector guards against */
    unsigned char* selected = malloc(modules + 1);
    for (size_t i = 0; i < patterns + modules; ++i)
      if (!read_text(in, &texts[i])) return 2;
    if (fscanf(in, "%4095s", wanted) != 1 || !read_text(in, &texts[patterns + modules])) return 2;
    overmatch_query query = {texts, patterns, texts + patterns, modules};
    int bad = overmatch_plugin_v1()->match(&query, selected, error, sizeof error) != 0
                  ? wanted[0] != 'r'
                  : wanted[0] != '=';
    for (size_t i = 0; i < modules && !bad && wanted[0] == '='; ++i)
      bad = selected[i] != wanted[i + 1] - '0';
    ++total;
    if (bad)
      ++wrong, printf("%s: vector %zu: %.*s\n", argv[1], total, (int)texts[patterns + modules].size,
                      texts[patterns + modules].data);
    for (size_t i = 0; i <= patterns + modules; ++i) free((void*)texts[i].data);
    free(texts);
    free(selected);
  }
  printf("%zu of %zu vectors wrong\n", wrong, total);
  return in == NULL || total == 0 || !feof(in) ? 2 : wrong != 0;
}
