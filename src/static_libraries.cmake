# SPDX-License-Identifier: Apache-2.0
# For OVERMATCH_STATIC: links the C++ runtime and the archives of the libraries that are installed. Where an archive is not there,
# OVERMATCH_VENDOR builds one.
if(NOT APPLE) # there, the C++ runtime is the system's
  add_link_options(-static-libstdc++ -static-libgcc LINKER:-s)
endif()

# What nothing calls is left out: one part in ten of the size.
if(APPLE)
  add_link_options(LINKER:-dead_strip)
else()
  add_link_options(LINKER:--gc-sections)
endif()

# Makes PkgConfig::NAME of archives, and sets NAME_FOUND.
macro(overmatch_archives name)
  set(overmatch_found_archives)
  set(${name}_FOUND TRUE)
  foreach(archive ${ARGN})
    find_library(OVERMATCH_ARCHIVE_${archive} lib${archive}.a)
    mark_as_advanced(OVERMATCH_ARCHIVE_${archive})
    if(OVERMATCH_ARCHIVE_${archive})
      list(APPEND overmatch_found_archives ${OVERMATCH_ARCHIVE_${archive}})
    else()
      set(${name}_FOUND FALSE)
    endif()
  endforeach()
  if(${name}_FOUND AND NOT TARGET PkgConfig::${name})
    find_package(Threads REQUIRED)
    add_library(PkgConfig::${name} INTERFACE IMPORTED GLOBAL)
    set_target_properties(PkgConfig::${name} PROPERTIES INTERFACE_LINK_LIBRARIES "${overmatch_found_archives};Threads::Threads")
  endif()
endmacro()
find_library(ZLIB_LIBRARY libz.a)
