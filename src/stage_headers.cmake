# Run by the installation: copies the library's headers from `source` into the folder `stage`, with their includes of each other
# (`"names/path.h"`) spelt as a user spells them (`<overmatch/names/path.h>`). The command line's headers, the planted bugs and
# the selftest's are nobody else's.
file(REMOVE_RECURSE "${stage}")
file(GLOB_RECURSE headers RELATIVE "${source}/src" "${source}/src/*.h")
list(FILTER headers EXCLUDE REGEX "^(cli|planted|python|selftest|vectors)/")
file(GLOB properties RELATIVE "${source}" "${source}/properties/*.h")
foreach(header ${headers} ${properties})
  if(header MATCHES "^properties/")
    file(READ "${source}/${header}" text)
  else()
    file(READ "${source}/src/${header}" text)
  endif()
  string(REGEX REPLACE "#include \"([a-z_]+/[a-z0-9_./]+)\"" "#include <overmatch/\\1>" text "${text}")
  file(WRITE "${stage}/${header}" "${text}")
endforeach()
