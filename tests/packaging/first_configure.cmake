# SPDX-License-Identifier: Apache-2.0
# Configures SOURCE for the first time, in the emptied folder BINARY with COMPILER, and checks that its package names the folder of
# the headers: a variable that a later line sets is empty the first time, and found in the cache ever after.
file(REMOVE_RECURSE ${BINARY})
execute_process(COMMAND ${CMAKE_COMMAND} -S ${SOURCE} -B ${BINARY} -DCMAKE_CXX_COMPILER=${COMPILER} -DOVERMATCH_TESTS=OFF
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(GLOB exports ${BINARY}/CMakeFiles/Export/*/overmatchTargets.cmake)
if(NOT exports)
  message(FATAL_ERROR "no overmatchTargets.cmake in ${BINARY}/CMakeFiles/Export")
endif()
foreach(export IN LISTS exports)
  file(STRINGS ${export} include_line REGEX "INTERFACE_INCLUDE_DIRECTORIES.*_IMPORT_PREFIX}/include\"")
  if(NOT include_line)
    message(FATAL_ERROR "${export} names no folder of headers")
  endif()
endforeach()
