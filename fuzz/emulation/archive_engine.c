/* SPDX-License-Identifier: Apache-2.0 */
// An engine in the shape of an archive, as honggfuzz and Centipede are linked: a main that runs
// files, and the callbacks of its instrumentation.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
extern int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
const char* overmatch_emulated_engine = "overmatch_emulated_engine";
static size_t edges;
void __sanitizer_cov_trace_pc_guard_init(uint32_t* start, uint32_t* stop) {
  edges += (size_t)(stop - start);
}
void __sanitizer_cov_trace_pc_guard(uint32_t* guard) { (void)guard; }
void __sanitizer_cov_trace_pc_indir(uintptr_t callee) { (void)callee; }
void __sanitizer_cov_trace_cmp1(uint8_t a, uint8_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_cmp2(uint16_t a, uint16_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_cmp4(uint32_t a, uint32_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_cmp8(uint64_t a, uint64_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_const_cmp1(uint8_t a, uint8_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_const_cmp2(uint16_t a, uint16_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_const_cmp4(uint32_t a, uint32_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_const_cmp8(uint64_t a, uint64_t b) {
  (void)a;
  (void)b;
}
void __sanitizer_cov_trace_switch(uint64_t value, uint64_t* cases) {
  (void)value;
  (void)cases;
}
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t most) {
  (void)data;
  (void)size;
  (void)most;
  fputs("LLVMFuzzerMutate: fatal here\n", stderr);
  abort();
}
int main(int argc, char** argv) {
  int inputs = 0;
  for (int i = 1; i < argc; ++i, ++inputs) {
    static uint8_t buffer[1 << 20];
    FILE* file = fopen(argv[i], "rb");
    if (file == NULL) return 2;
    size_t size = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    uint8_t* exact = malloc(size ? size : 1);
    for (size_t at = 0; at < size; ++at) exact[at] = buffer[at];
    int result = LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    if (result != 0) {
      printf("%s: returned '%d' instead of '0'\n", argv[i], result);
      return 3;
    }
  }
  printf("%s: %d inputs, %zu edges\n", overmatch_emulated_engine, inputs, edges);
  return 0;
}
