# SPDX-License-Identifier: Apache-2.0
# Builds the fuzz targets and the folders that they need, without shared libraries of other packages, for ossfuzz_build.sh and
# `./dev fuzz`. The compiler, its flags and the engine come from outside; only the flags of the language are added here.
#
# OVERMATCH_RE2 and OVERMATCH_RE2_INCLUDE: an archive of RE2 for the compiler's standard library; by default the system's, if it
# links. Without one, the regex targets are not built.
# OVERMATCH_PLANTED=ON adds the planted bugs, for measurements.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_library(overmatch_options INTERFACE)
target_compile_features(overmatch_options INTERFACE cxx_std_20)
target_compile_options(overmatch_options INTERFACE -Wall -Wextra $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)

find_library(OVERMATCH_PCRE2_ARCHIVE libpcre2-8.a REQUIRED)
find_library(OVERMATCH_PCRE2_WIDE_ARCHIVE libpcre2-32.a REQUIRED)
find_library(OVERMATCH_ZLIB_ARCHIVE libz.a REQUIRED)
find_package(nlohmann_json REQUIRED) # headers only
find_path(OVERMATCH_FMT_INCLUDE fmt/format.h REQUIRED)

add_library(overmatch_lib STATIC)
foreach(folder src/names src/matchers src/dialects src/cases src/subjects src/generate properties fuzz)
  add_subdirectory(${folder})
endforeach()
# What makes cases and checks properties is not under test, and instrumenting it would cost most of the speed. Engines see the
# coverage of the matchers, of the readers of files and of specification.h. The references' comparisons teach the mutator nothing.
# Each such part of the library is a target of its own, because sources with options of their own are never compiled as one.
function(overmatch_leave_out part regex of)
  get_target_property(sources overmatch_lib SOURCES)
  set(left_out ${sources})
  list(FILTER left_out INCLUDE REGEX "${regex}")
  list(REMOVE_ITEM sources ${left_out})
  add_library(${part} OBJECT ${left_out})
  target_compile_options(${part} PRIVATE
    "$<$<CXX_COMPILER_ID:Clang>:-fno-sanitize-coverage=${of};-include${PROJECT_SOURCE_DIR}/fuzz/unseen_compare.h>")
  target_compile_definitions(${part} PRIVATE FMT_HEADER_ONLY)
  target_include_directories(${part} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
  target_link_libraries(${part} PRIVATE overmatch_options nlohmann_json::nlohmann_json)
  set_target_properties(overmatch_lib PROPERTIES SOURCES "${sources};$<TARGET_OBJECTS:${part}>")
endfunction()
set(everything trace-cmp,indirect-calls,inline-8bit-counters,pc-table,trace-pc-guard)
overmatch_leave_out(overmatch_helpers
  "/(fuzz|generate|properties|subjects)/|/names/(readers/json_string|names|utf8|path|printable)\\.cc|/cases/(case|collision_kind|entry_labels)\\.cc"
  ${everything})
set(overmatch_unseen $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize-coverage=${everything}>)
overmatch_leave_out(overmatch_references "/(matchers|dialects)/" trace-cmp,indirect-calls)
target_compile_features(overmatch_lib PUBLIC cxx_std_20)
target_include_directories(overmatch_lib PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
target_compile_definitions(overmatch_lib PUBLIC FMT_HEADER_ONLY)
target_link_libraries(overmatch_lib PRIVATE overmatch_options nlohmann_json::nlohmann_json ${OVERMATCH_PCRE2_ARCHIVE}
                      ${OVERMATCH_PCRE2_WIDE_ARCHIVE}
                      ${OVERMATCH_ZLIB_ARCHIVE} ${CMAKE_DL_LIBS})

find_library(OVERMATCH_RE2 libre2.a)
find_path(OVERMATCH_RE2_INCLUDE re2/re2.h)
if(OVERMATCH_RE2 AND OVERMATCH_RE2_INCLUDE)
  include(CheckCXXSourceCompiles)
  find_package(Threads REQUIRED)
  set(CMAKE_REQUIRED_INCLUDES ${OVERMATCH_RE2_INCLUDE})
  set(CMAKE_REQUIRED_LIBRARIES ${OVERMATCH_RE2} Threads::Threads)
  check_cxx_source_compiles("#include <re2/re2.h>\n#include <string>
    int main(int argc, char** argv) { std::string error = RE2(argv[0]).error(); return int(error.size()) + argc; }"
    OVERMATCH_RE2_LINKS)
  if(OVERMATCH_RE2_LINKS)
    add_library(overmatch_re2 INTERFACE)
    target_include_directories(overmatch_re2 INTERFACE ${OVERMATCH_RE2_INCLUDE})
    target_link_libraries(overmatch_re2 INTERFACE ${OVERMATCH_RE2} Threads::Threads)
  endif()
endif()
if(NOT TARGET overmatch_re2)
  message(STATUS "No archive of RE2 that links with this standard library: no regex targets")
endif()

if(OVERMATCH_PLANTED AND TARGET overmatch_re2)
  add_library(overmatch_planted STATIC)
  add_subdirectory(src/planted)
  find_path(OVERMATCH_PCRE2_INCLUDE pcre2.h REQUIRED)
  target_link_libraries(overmatch_planted PUBLIC overmatch_lib overmatch_re2 PRIVATE overmatch_options)
endif()

include(fuzz/overmatch_add_fuzzer.cmake)
add_subdirectory(fuzz/targets)
