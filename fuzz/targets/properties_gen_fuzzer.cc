// The properties on the case that the generator makes of the input's bytes.
#include "fuzz/case_text.h"
#include "fuzz/engine.h"
#include "fuzz/harness.h"
#include "generate/case_generator.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace overmatch;
  if (size > fuzz::kMostBytes) return 0;
  fuzz::Harness& harness = fuzz::Harness::get();
  Choices choices({data, size});
  static Case content;
  static CaseFacts facts;
  const Mode mode = choices.pick(harness.modes());
  CaseGenerator generator(mode);
  generator.generate(choices, content, facts);
  harness.run(content);
  return 0;
}
