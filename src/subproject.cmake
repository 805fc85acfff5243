# SPDX-License-Identifier: Apache-2.0
# What a project gets that takes overmatch in by add_subdirectory or FetchContent: the targets of an installation with its include
# path. Its headers are <overmatch/...> here too, and our folders do not become part of its include path. See
# tests/subproject_consumer.
set(source ${PROJECT_SOURCE_DIR})
set(stage ${PROJECT_BINARY_DIR}/include/overmatch)
set(fuzz_stage ${PROJECT_BINARY_DIR}/fuzz_sources)
include(src/stage_headers.cmake)
list(TRANSFORM staged_sources PREPEND ${PROJECT_SOURCE_DIR}/)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${staged_sources})
configure_file(src/subjects/overmatch_plugin.h include/overmatch_plugin.h COPYONLY)
set_property(GLOBAL PROPERTY overmatch_fuzz_sources ${fuzz_stage})

add_library(overmatch_package INTERFACE)
target_compile_features(overmatch_package INTERFACE cxx_std_20)
target_include_directories(overmatch_package INTERFACE ${PROJECT_BINARY_DIR}/include)
target_link_libraries(overmatch_package INTERFACE $<LINK_ONLY:overmatch_lib>)
add_library(overmatch::overmatch ALIAS overmatch_package)

if(TARGET overmatch_fast)
  add_library(overmatch_fast_package INTERFACE)
  target_link_libraries(overmatch_fast_package INTERFACE $<LINK_ONLY:overmatch_fast> overmatch_package)
  add_library(overmatch::fast ALIAS overmatch_fast_package)
endif()

# A GoogleTest that the project builds itself, before or after this, stands before an installed one.
find_package(GTest QUIET)
add_library(overmatch_gtest INTERFACE)
target_link_libraries(overmatch_gtest INTERFACE overmatch_package $<IF:$<TARGET_EXISTS:gtest>,gtest,GTest::gtest>)
target_compile_definitions(overmatch_gtest INTERFACE OVERMATCH_PACKAGE_CORPUS="${PROJECT_SOURCE_DIR}/corpus")
add_library(overmatch::gtest ALIAS overmatch_gtest)
