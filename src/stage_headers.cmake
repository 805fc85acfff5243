# SPDX-License-Identifier: Apache-2.0
# Run by the installation and by projects that take overmatch in: copies the library's headers from `source` into the folder
# `stage`, with their includes of each other (`"names/path.h"`) spelt as a user spells them (`<overmatch/names/path.h>`). The
# command line's headers, the planted bugs and the selftest's are nobody else's. The sources of a user's fuzz target go in the
# same way into `fuzz_stage`. `staged_sources` becomes what was copied. A copy that is still right keeps its time.
set(staged_sources)
set(staged_copies)
macro(overmatch_stage from to)
  file(READ "${source}/${from}" overmatch_text)
  string(REGEX REPLACE "#include \"([a-z_]+/[a-z0-9_./]+)\"" "#include <overmatch/\\1>" overmatch_text "${overmatch_text}")
  set(overmatch_before)
  if(EXISTS "${to}")
    file(READ "${to}" overmatch_before)
  endif()
  if(NOT overmatch_before STREQUAL overmatch_text)
    file(WRITE "${to}" "${overmatch_text}")
  endif()
  list(APPEND staged_sources "${from}")
  list(APPEND staged_copies "${to}")
endmacro()

file(GLOB_RECURSE overmatch_headers RELATIVE "${source}/src" "${source}/src/*.h")
list(FILTER overmatch_headers EXCLUDE REGEX "^(cli|planted|python|selftest|vectors)/")
foreach(header IN LISTS overmatch_headers)
  overmatch_stage("src/${header}" "${stage}/${header}")
endforeach()
file(GLOB overmatch_headers RELATIVE "${source}" "${source}/properties/*.h" "${source}/fuzz/*.h"
     "${source}/fuzz/campaign/*.h")
foreach(header IN LISTS overmatch_headers)
  overmatch_stage("${header}" "${stage}/${header}")
endforeach()
foreach(file harness.cc custom_mutator.cc subjects/user_subject.cc tools/replay_main.cc targets/properties_text_fuzzer.cc
        targets/properties_gen_fuzzer.cc)
  overmatch_stage("fuzz/${file}" "${fuzz_stage}/${file}")
endforeach()

file(GLOB_RECURSE overmatch_stale "${stage}/*" "${fuzz_stage}/*")
list(REMOVE_ITEM overmatch_stale ${staged_copies})
if(overmatch_stale)
  file(REMOVE ${overmatch_stale})
endif()
