# SPDX-License-Identifier: Apache-2.0
# The suite on a wrong matcher: which tests fail, what they say, and that the line which they print replays the case.
#   cmake -DWRONG=program -DRIGHT=program -P expect_failure.cmake
include(${CMAKE_CURRENT_LIST_DIR}/run_and_expect.cmake)

run(1 ${WRONG} --gtest_filter=EndsWithAsSegment.agreement)
expect("selects `aa` for the pattern `a`" "OVERMATCH" "minimal: proved" "suite_wrong.cc:" "1 FAILED TEST"
       "again: OVERMATCH_SEED=1 OVERMATCH_CASES=500 ")
if(NOT out MATCHES "replay: OVERMATCH_REPLAY=([^ \n]+)")
  message(FATAL_ERROR "no replay line in\n${out}")
endif()
set(ENV{OVERMATCH_REPLAY} ${CMAKE_MATCH_1})
run(1 ${WRONG} --gtest_filter=EndsWithAsSegment.corpus)
expect("selects `aa` for the pattern `a`")
run(0 ${RIGHT} --gtest_filter=*.corpus)
unset(ENV{OVERMATCH_REPLAY})

# Its answers depend on nothing else, so these properties hold: a wrong matcher does not fail everywhere.
run(0 ${WRONG} --gtest_filter=*.determinism:*.independence)
run(1 ${WRONG} --gtest_filter=*.small:*.corpus:*.trees:*.containment)
expect("4 FAILED TESTS" "same finding as EndsWithAsSegment.")

# Bad settings are a failure that says which, never silence.
set(ENV{OVERMATCH_CASES} many)
run(1 ${RIGHT} --gtest_filter=*.agreement)
expect("OVERMATCH_CASES=\"many\": it must be a whole number")
