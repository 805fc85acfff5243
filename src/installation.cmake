# SPDX-License-Identifier: Apache-2.0
# What an installation holds: see tests/consumer for a project that uses one.
if(overmatch_vendored OR OVERMATCH_STATIC) # a library that others link would need what was built here
  install(TARGETS overmatch)
  install(TARGETS overmatch-selftest OPTIONAL)
  install(FILES src/subjects/overmatch_plugin.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(DIRECTORY corpus DESTINATION ${CMAKE_INSTALL_DATADIR}/overmatch)
  return()
endif()
include(CMakePackageConfigHelpers)
set(overmatch_package ${CMAKE_INSTALL_LIBDIR}/cmake/overmatch)
set(overmatch_corpus ${CMAKE_INSTALL_DATADIR}/overmatch/corpus)
set(overmatch_fuzz_sources ${CMAKE_INSTALL_DATADIR}/overmatch/fuzz)
configure_package_config_file(src/overmatchConfig.cmake.in overmatchConfig.cmake INSTALL_DESTINATION ${overmatch_package}
                              PATH_VARS overmatch_corpus overmatch_fuzz_sources)
unset(overmatch_fuzz_sources) # in our own tree overmatch_add_fuzzer takes the sources from there
# While the version starts with 0, any new minor version may break its users.
write_basic_package_version_file(overmatchConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/overmatchConfig.cmake ${PROJECT_BINARY_DIR}/overmatchConfigVersion.cmake
        DESTINATION ${overmatch_package})
install(TARGETS overmatch_lib EXPORT overmatchTargets)
install(EXPORT overmatchTargets NAMESPACE overmatch:: DESTINATION ${overmatch_package})
if(TARGET overmatch_fast) # another set, because its user needs RE2
  install(TARGETS overmatch_fast EXPORT overmatchFastTargets)
  install(EXPORT overmatchFastTargets NAMESPACE overmatch:: DESTINATION ${overmatch_package})
endif()
if(TARGET overmatch)
  install(TARGETS overmatch)
  install(TARGETS overmatch-selftest OPTIONAL) # where it was built
  # The manual page and the completions, which the program writes.
  foreach(page "manual;man/man1;overmatch.1" "completion bash;bash-completion/completions;overmatch"
          "completion zsh;zsh/site-functions;_overmatch" "completion fish;fish/vendor_completions.d;overmatch.fish")
    list(GET page 0 arguments)
    list(GET page 1 folder)
    list(GET page 2 file)
    string(REPLACE " " ";" arguments "${arguments}")
    string(REPLACE "/" "-" made "${folder}-${file}")
    set(made "${PROJECT_BINARY_DIR}/shell/${made}")
    install(CODE "file(MAKE_DIRECTORY \"${PROJECT_BINARY_DIR}/shell\")\nexecute_process(COMMAND \"$<TARGET_FILE:overmatch>\" ${arguments} OUTPUT_FILE \"${made}\" COMMAND_ERROR_IS_FATAL ANY)")
    install(FILES ${made} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${file})
  endforeach()
endif()
# The headers, with their includes of each other spelt <overmatch/...>: a user's include path gets this one folder of ours more.
set(installed_headers ${PROJECT_BINARY_DIR}/installed_headers)
install(CODE "set(source \"${PROJECT_SOURCE_DIR}\")\nset(stage \"${installed_headers}\")\nset(fuzz_stage \"${installed_headers}_fuzz\")")
install(SCRIPT src/stage_headers.cmake)
install(DIRECTORY ${installed_headers}/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/overmatch)
# What overmatch_add_fuzzer compiles into a user's target, by the user's compiler and with its flags.
install(FILES fuzz/overmatch_add_fuzzer.cmake DESTINATION ${overmatch_package})
install(DIRECTORY ${installed_headers}_fuzz/ DESTINATION ${CMAKE_INSTALL_DATADIR}/overmatch/fuzz)
# A plugin needs this one header and nothing else.
install(FILES src/subjects/overmatch_plugin.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY corpus DESTINATION ${CMAKE_INSTALL_DATADIR}/overmatch)
