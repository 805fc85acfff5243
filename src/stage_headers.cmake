# SPDX-License-Identifier: Apache-2.0
# Run by the installation: copies the library's headers from `source` into the folder `stage`, with their includes of each other
# (`"names/path.h"`) spelt as a user spells them (`<overmatch/names/path.h>`). The command line's headers, the planted bugs and
# the selftest's are nobody else's.
file(REMOVE_RECURSE "${stage}")
file(GLOB_RECURSE headers RELATIVE "${source}/src" "${source}/src/*.h")
list(FILTER headers EXCLUDE REGEX "^(cli|planted|python|selftest|vectors)/")
file(GLOB properties RELATIVE "${source}" "${source}/properties/*.h" "${source}/fuzz/*.h")
foreach(header ${headers} ${properties})
  if(header MATCHES "^(properties|fuzz)/")
    file(READ "${source}/${header}" text)
  else()
    file(READ "${source}/src/${header}" text)
  endif()
  string(REGEX REPLACE "#include \"([a-z_]+/[a-z0-9_./]+)\"" "#include <overmatch/\\1>" text "${text}")
  file(WRITE "${stage}/${header}" "${text}")
endforeach()

# The sources of a user's fuzz target, in the same way, into `fuzz_stage`.
file(REMOVE_RECURSE "${fuzz_stage}")
foreach(file harness.cc custom_mutator.cc user_subject.cc replay_main.cc targets/properties_text_fuzzer.cc
        targets/properties_gen_fuzzer.cc)
  file(READ "${source}/fuzz/${file}" text)
  string(REGEX REPLACE "#include \"([a-z_]+/[a-z0-9_./]+)\"" "#include <overmatch/\\1>" text "${text}")
  get_filename_component(name ${file} NAME)
  file(WRITE "${fuzz_stage}/${name}" "${text}")
endforeach()
