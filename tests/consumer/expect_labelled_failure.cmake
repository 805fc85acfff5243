# SPDX-License-Identifier: Apache-2.0
# The suite on a wrong list with labels: which tests fail, and what they say.
#   cmake -DWRONG=program -P expect_labelled_failure.cmake
include(${CMAKE_CURRENT_LIST_DIR}/run_and_expect.cmake)

run(1 ${WRONG} --gtest_filter=QuantizerList.null_entry:QuantizerList.agreement)
expect("order last" "suite_labelled.cc:" "2 FAILED TESTS" "--gtest_filter=QuantizerList.null_entry")
run(0 ${WRONG} --gtest_filter=*.determinism:*.opaque_labels)
expect("2 tests from 1 test suite ran")
