// SPDX-License-Identifier: Apache-2.0
#include "cli/fuzz_engine.h"

#include "fuzz/engine.h"
#include "fuzz/subject.h"

#if defined(OVERMATCH_LIBFUZZER)

// From libclang_rt.fuzzer_no_main.
extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv,
                                   int (*test_one)(const std::uint8_t* data, std::size_t size));

namespace {

// The mode and the order that cases are made in; a process fuzzes one subject.
overmatch::Mode mode_of_cases = overmatch::Mode::segment;
overmatch::Order order_of_cases = overmatch::Order::any;

}  // namespace

std::vector<overmatch::Mode> overmatch::fuzz::case_modes() { return {mode_of_cases}; }

std::vector<overmatch::Order> overmatch::fuzz::case_orders() { return {order_of_cases}; }

namespace overmatch::cli {

std::string why_no_engine() { return ""; }

fuzz::Engine make_engine(Mode mode, Order order) {
  mode_of_cases = mode;
  order_of_cases = order;
  return [](const std::vector<std::string>& arguments, fuzz::TestOne test_one) {
    std::vector<std::string> texts = arguments;
    std::vector<char*> views;
    for (std::string& text : texts) views.push_back(text.data());
    views.push_back(nullptr);
    int argc = static_cast<int>(texts.size());
    char** argv = views.data();
    LLVMFuzzerRunDriver(&argc, &argv, test_one);
  };
}

}  // namespace overmatch::cli

#else

namespace overmatch::cli {

std::string why_no_engine() {
  return "fuzz: this program was built without libFuzzer: install libclang-rt-19-dev and build it "
         "again (./dev build does "
         "both)";
}

fuzz::Engine make_engine(Mode /*mode*/, Order /*order*/) { return {}; }

}  // namespace overmatch::cli

#endif
