# SPDX-License-Identifier: Apache-2.0
# The libraries that overmatch can build itself, each at one exact version.
#
# OVERMATCH_VENDOR says which of them it does:
#   OFF      none: all must be installed
#   MISSING  those that are not installed (`pip install .`)
#   ON       those that are not installed, or not in the version that we calibrated with: PCRE2 must be exactly that version,
#            because another one may read a regex otherwise; of the rest any version fits that compiles
# An archive is taken from OVERMATCH_VENDOR_ARCHIVES if it lies there, else fetched into it. Its SHA-256 is checked.
set(OVERMATCH_VENDOR OFF CACHE STRING "Build libraries at pinned versions: OFF, MISSING (those not installed) or ON (also another PCRE2)")
set_property(CACHE OVERMATCH_VENDOR PROPERTY STRINGS OFF MISSING ON)
set(OVERMATCH_VENDOR_ARCHIVES ${CMAKE_BINARY_DIR}/archives CACHE PATH "Where the archives of pinned libraries are kept")
set(overmatch_pcre2_version 10.42)
set(overmatch_vendored) # the names of those that this build makes

set(overmatch_github https://github.com)
set(overmatch_archive_PCRE2 pcre2-10.42.tar.gz c33b418e3b936ee3153de2c61cc638e7e4fe3156022a5c77d0711bcbb9d64f1f
    ${overmatch_github}/PCRE2Project/pcre2/releases/download/pcre2-10.42/pcre2-10.42.tar.gz)
# The same archive as Debian's libyaml_0.2.5.orig.tar.gz.
set(overmatch_archive_YAML libyaml-0.2.5.tar.gz fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e
    ${overmatch_github}/yaml/libyaml/archive/0.2.5.tar.gz)
set(overmatch_archive_ZLIB zlib-1.2.13.tar.gz b3a24de97a8fdbc835b9833169501030b8977031bcb54b3b3ac13740f846ab30
    ${overmatch_github}/madler/zlib/releases/download/v1.2.13/zlib-1.2.13.tar.gz)
set(overmatch_archive_fmt fmt-9.1.0.tar.gz 5dea48d1fcddc3ec571ce2058e13910a0d4a6bab4cc09a809d8b1dd1c88ae6f2
    ${overmatch_github}/fmtlib/fmt/archive/9.1.0.tar.gz)
set(overmatch_archive_nlohmann_json json-3.11.2.tar.xz 8c4b26bf4b422252e13f332bc5e388ec0ab5c3443d24399acb675e68278d341f
    ${overmatch_github}/nlohmann/json/releases/download/v3.11.2/json.tar.xz)
set(overmatch_archive_CLI11 CLI11-2.3.2.tar.gz aac0ab42108131ac5d3344a9db0fdf25c4db652296641955720a4fbe52334e22
    ${overmatch_github}/CLIUtils/CLI11/archive/refs/tags/v2.3.2.tar.gz)
# The last release of RE2 that needs no Abseil.
set(overmatch_archive_RE2 re2-2023-03-01.tar.gz 7a9a4824958586980926a300b4717202485c4b4115ac031822e29aa4ef207e48
    ${overmatch_github}/google/re2/archive/refs/tags/2023-03-01.tar.gz)

# Takes the archive of a library: `${name}_FOUND` says whether it is here, and `overmatch_source` where it was unpacked.
macro(overmatch_unpack name)
  list(GET overmatch_archive_${name} 0 overmatch_file)
  list(GET overmatch_archive_${name} 1 overmatch_hash)
  list(GET overmatch_archive_${name} 2 overmatch_url)
  set(overmatch_file ${OVERMATCH_VENDOR_ARCHIVES}/${overmatch_file})
  if(NOT EXISTS ${overmatch_file})
    message(STATUS "Fetching ${overmatch_url}")
    file(DOWNLOAD ${overmatch_url} ${overmatch_file}.part STATUS overmatch_status TIMEOUT 300 INACTIVITY_TIMEOUT 20)
    list(GET overmatch_status 0 overmatch_failed)
    if(NOT overmatch_failed)
      file(RENAME ${overmatch_file}.part ${overmatch_file})
    else()
      file(REMOVE ${overmatch_file}.part)
    endif()
  endif()
  set(${name}_FOUND FALSE)
  if(EXISTS ${overmatch_file})
    file(SHA256 ${overmatch_file} overmatch_actual)
    if(NOT overmatch_actual STREQUAL overmatch_hash)
      message(FATAL_ERROR "${overmatch_file}: the SHA-256 is ${overmatch_actual}, not ${overmatch_hash}: delete the file")
    endif()
    include(FetchContent)
    string(TOLOWER overmatch_${name} overmatch_content)
    # Only unpacks it: what is in it is added below, without its installation.
    FetchContent_Declare(${overmatch_content} URL ${overmatch_file} URL_HASH SHA256=${overmatch_hash} SOURCE_SUBDIR no-such-folder)
    FetchContent_MakeAvailable(${overmatch_content})
    set(overmatch_source ${${overmatch_content}_SOURCE_DIR})
    set(overmatch_binary ${${overmatch_content}_BINARY_DIR})
    set(${name}_FOUND TRUE)
    list(APPEND overmatch_vendored ${name})
  endif()
endmacro()

# In a scope of its own, for the variables that steer the library's build.
function(overmatch_add_source source binary)
  set(CMAKE_POSITION_INDEPENDENT_CODE ON)
  set(CMAKE_UNITY_BUILD OFF)
  set(CMAKE_POLICY_VERSION_MINIMUM 3.5) # for CMake 4
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW) # variables are options
  set(CMAKE_WARN_DEPRECATED OFF CACHE BOOL "")
  set(BUILD_SHARED_LIBS OFF)
  foreach(setting IN LISTS ARGN)
    string(REPLACE "=" ";" setting "${setting}")
    list(GET setting 0 name)
    list(GET setting 1 value)
    set(${name} ${value} CACHE INTERNAL "" FORCE)
  endforeach()
  add_subdirectory(${source} ${binary} EXCLUDE_FROM_ALL)
endfunction()

# A library whose own targets are the ones that we link.
macro(overmatch_vendor_as_it_is name)
  overmatch_unpack(${name})
  if(${name}_FOUND)
    overmatch_add_source(${overmatch_source} ${overmatch_binary} ${ARGN})
  endif()
endmacro()

macro(overmatch_vendor_PCRE2)
  overmatch_unpack(PCRE2)
  if(PCRE2_FOUND)
    enable_language(C)
    overmatch_add_source(${overmatch_source} ${overmatch_binary} PCRE2_BUILD_PCRE2_8=ON PCRE2_BUILD_PCRE2_32=ON PCRE2_SUPPORT_JIT=ON
                         PCRE2_SUPPORT_UNICODE=ON PCRE2_BUILD_PCRE2GREP=OFF PCRE2_BUILD_TESTS=OFF PCRE2_STATIC_PIC=ON)
    add_library(overmatch_pcre2 INTERFACE)
    target_include_directories(overmatch_pcre2 SYSTEM INTERFACE ${overmatch_binary})
    target_compile_definitions(overmatch_pcre2 INTERFACE PCRE2_STATIC)
    target_link_libraries(overmatch_pcre2 INTERFACE pcre2-8-static pcre2-32-static)
    add_library(PkgConfig::PCRE2 ALIAS overmatch_pcre2)
  endif()
endmacro()

macro(overmatch_vendor_YAML)
  overmatch_unpack(YAML)
  if(YAML_FOUND)
    enable_language(C)
    overmatch_add_source(${overmatch_source} ${overmatch_binary} BUILD_TESTING=OFF INSTALL_CMAKE_DIR=unused)
    add_library(overmatch_yaml INTERFACE)
    target_compile_definitions(overmatch_yaml INTERFACE YAML_DECLARE_STATIC)
    target_link_libraries(overmatch_yaml INTERFACE yaml)
    add_library(PkgConfig::YAML ALIAS overmatch_yaml)
  endif()
endmacro()

macro(overmatch_vendor_ZLIB)
  overmatch_unpack(ZLIB)
  if(ZLIB_FOUND)
    enable_language(C)
    overmatch_add_source(${overmatch_source} ${overmatch_binary})
    add_library(overmatch_zlib INTERFACE)
    target_include_directories(overmatch_zlib SYSTEM INTERFACE ${overmatch_source} ${overmatch_binary})
    target_link_libraries(overmatch_zlib INTERFACE zlibstatic)
    add_library(ZLIB::ZLIB ALIAS overmatch_zlib)
  endif()
endmacro()

macro(overmatch_vendor_fmt)
  overmatch_vendor_as_it_is(fmt FMT_INSTALL=OFF FMT_TEST=OFF FMT_DOC=OFF)
endmacro()

macro(overmatch_vendor_nlohmann_json)
  overmatch_vendor_as_it_is(nlohmann_json JSON_BuildTests=OFF JSON_Install=OFF JSON_SystemInclude=ON)
endmacro()

macro(overmatch_vendor_CLI11)
  overmatch_vendor_as_it_is(CLI11 CLI11_BUILD_TESTS=OFF CLI11_BUILD_EXAMPLES=OFF CLI11_BUILD_DOCS=OFF)
endmacro()

macro(overmatch_vendor_RE2)
  overmatch_unpack(RE2)
  if(RE2_FOUND)
    overmatch_add_source(${overmatch_source} ${overmatch_binary} RE2_BUILD_TESTING=OFF)
    add_library(overmatch_re2_source INTERFACE)
    target_include_directories(overmatch_re2_source SYSTEM INTERFACE ${overmatch_source})
    target_link_libraries(overmatch_re2_source INTERFACE re2)
    add_library(PkgConfig::RE2 ALIAS overmatch_re2_source)
  endif()
endmacro()
