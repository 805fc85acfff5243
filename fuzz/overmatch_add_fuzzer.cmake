# SPDX-License-Identifier: Apache-2.0
# overmatch_add_fuzzer(NAME my_matcher_fuzzer SOURCES my_matcher.cc [FORM text|gen])
#
# Makes a complete fuzz target of one C++ matcher: the sources define `std::unique_ptr<overmatch::Matcher> overmatch_subject()`
# (overmatch/fuzz/subject.h). FORM text (the default): inputs are case files, with a custom mutator, for libFuzzer and
# Centipede. FORM gen: the input's bytes drive the case generator, which is structure-aware on every engine, also AFL++ and honggfuzz.
#
# The engine is OVERMATCH_FUZZING_ENGINE (a flag or an archive's path); without it $LIB_FUZZING_ENGINE, as on OSS-Fuzz; without both,
# libFuzzer if the compiler is a clang that has it; else, and for "none", a main that replays files. Only libFuzzer as the default adds
# its flags; on a cluster the environment gives them.
include_guard(GLOBAL)

function(overmatch_fuzzing_engine result)
  if(DEFINED OVERMATCH_FUZZING_ENGINE AND NOT OVERMATCH_FUZZING_ENGINE STREQUAL "")
    set(engine "${OVERMATCH_FUZZING_ENGINE}")
  elseif(DEFINED ENV{LIB_FUZZING_ENGINE})
    set(engine "$ENV{LIB_FUZZING_ENGINE}")
  else()
    include(CheckCXXSourceCompiles)
    set(CMAKE_REQUIRED_FLAGS -fsanitize=fuzzer)
    check_cxx_source_compiles(
      "extern \"C\" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }" OVERMATCH_HAS_LIBFUZZER)
    set(engine none)
    if(OVERMATCH_HAS_LIBFUZZER)
      set(engine libfuzzer)
    endif()
    get_property(told GLOBAL PROPERTY overmatch_told_of_libfuzzer)
    set_property(GLOBAL PROPERTY overmatch_told_of_libfuzzer TRUE)
    if(engine STREQUAL none AND NOT told)
      string(REGEX MATCH "^[0-9]+" major "${CMAKE_CXX_COMPILER_VERSION}")
      if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
        message(WARNING "overmatch: ${CMAKE_CXX_COMPILER} has no libFuzzer, so fuzz targets only replay files. Install it "
                        "(Debian, Ubuntu: libclang-rt-${major}-dev) and configure in an empty folder.")
      else()
        message(STATUS "overmatch: fuzz targets only replay files; libFuzzer needs clang, from 16 on")
      endif()
    endif()
  endif()
  set(${result} "${engine}" PARENT_SCOPE)
endfunction()

function(overmatch_add_fuzzer)
  cmake_parse_arguments(PARSE_ARGV 0 fuzzer "" "NAME;FORM" "SOURCES")
  if(NOT fuzzer_NAME OR NOT fuzzer_SOURCES OR fuzzer_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "overmatch_add_fuzzer(NAME name SOURCES file... [FORM text|gen])")
  endif()
  if(NOT fuzzer_FORM)
    set(fuzzer_FORM text)
  endif()
  if(NOT fuzzer_FORM MATCHES "^(text|gen)$")
    message(FATAL_ERROR "overmatch_add_fuzzer: FORM is text or gen, not ${fuzzer_FORM}")
  endif()
  overmatch_fuzzing_engine(engine)
  set(here "${overmatch_fuzz_sources}") # in an installation
  if(NOT here) # in a project that includes overmatch: see src/subproject.cmake
    get_property(here GLOBAL PROPERTY overmatch_fuzz_sources)
  endif()
  if(NOT here) # in overmatch's own tree
    set(here "${CMAKE_CURRENT_FUNCTION_LIST_DIR}")
  endif()
  add_executable(${fuzzer_NAME} ${here}/targets/properties_${fuzzer_FORM}_fuzzer.cc ${here}/harness.cc
                 ${here}/subjects/user_subject.cc ${fuzzer_SOURCES})
  if(fuzzer_FORM STREQUAL text)
    target_sources(${fuzzer_NAME} PRIVATE ${here}/custom_mutator.cc)
  endif()
  if(TARGET overmatch::overmatch)
    target_link_libraries(${fuzzer_NAME} PRIVATE overmatch::overmatch)
  else()
    target_link_libraries(${fuzzer_NAME} PRIVATE overmatch_lib)
  endif()
  if(engine STREQUAL none)
    target_sources(${fuzzer_NAME} PRIVATE ${here}/tools/replay_main.cc)
  elseif(engine STREQUAL libfuzzer)
    target_compile_options(${fuzzer_NAME} PRIVATE -fsanitize=fuzzer-no-link)
    target_link_libraries(${fuzzer_NAME} PRIVATE -fsanitize=fuzzer)
  else()
    target_link_libraries(${fuzzer_NAME} PRIVATE ${engine})
  endif()
endfunction()
