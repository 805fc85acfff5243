# SPDX-License-Identifier: Apache-2.0
# Of overmatch the library and the matchers for many patterns were built, as they are used; the program, the planted bugs and our
# tests were not. What the user's project installs is its own.
#   cmake -DBUILD=folder -P expect_little.cmake
file(GLOB_RECURSE objects ${BUILD}/*.o)
list(FILTER objects INCLUDE REGEX "/(overmatch[a-z_]*|[a-z_]*fuzzer)\\.dir/")
set(targets)
foreach(object IN LISTS objects)
  string(REGEX REPLACE ".*/([a-z_]+)\\.dir/.*" "\\1" target ${object})
  list(APPEND targets ${target})
endforeach()
list(REMOVE_DUPLICATES targets)
list(SORT targets)
set(wanted overmatch_fast overmatch_lib right_fuzzer)
if(NOT targets STREQUAL wanted)
  message(FATAL_ERROR "built: ${targets}, wanted: ${wanted}")
endif()

file(REMOVE_RECURSE ${BUILD}/prefix)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${BUILD}/prefix RESULT_VARIABLE status OUTPUT_QUIET)
file(GLOB_RECURSE installed RELATIVE ${BUILD}/prefix ${BUILD}/prefix/*)
if(NOT status EQUAL 0 OR NOT installed STREQUAL "bin/consumer")
  message(FATAL_ERROR "cmake --install: status ${status}, installed: ${installed}")
endif()
