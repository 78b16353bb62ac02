# triaged_library(<name> LEVEL <n> [USES <library>...] [PUBLIC <target>...] [PRIVATE <target>...] [INTERFACE])
#
# Declares the library triaged::<name> from src/<name>/*.cpp with its public headers in
# include/triaged/<name>/. The first of the three nets that keep the arrows one-way: a library
# that names one of its own level or a higher one stops the configuration.
# (The second: unit tests link one library each. The third: tests/architecture reads the includes.)
set_property(GLOBAL PROPERTY triaged_layers "")

# What nearly every file includes, precompiled: parsing it is a third of what a file costs. Every file includes what it
# uses all the same: preset `tidy` goes without.
set(triaged_precompiled <algorithm> <chrono> <functional> <map> <memory> <optional> <set> <string> <string_view>
                        <unordered_map> <variant> <vector>)

function(triaged_library name)
  cmake_parse_arguments(arg "INTERFACE" "LEVEL" "USES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT arg_LEVEL OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "triaged_library(${name}): LEVEL is missing, or unknown words: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(uses "")
  foreach(used IN LISTS arg_USES)
    get_property(used_level GLOBAL PROPERTY triaged_level_${used})
    if(NOT used_level)
      message(FATAL_ERROR "layers: ${name} uses ${used}, which is not declared above it")
    elseif(NOT used_level LESS arg_LEVEL)
      message(FATAL_ERROR "layers: ${name} (level ${arg_LEVEL}) must not use ${used} (level ${used_level}); use lower levels only")
    endif()
    list(APPEND uses triaged::${used})
  endforeach()
  set_property(GLOBAL PROPERTY triaged_level_${name} ${arg_LEVEL})
  set_property(GLOBAL APPEND PROPERTY triaged_layers "${name} ${arg_LEVEL} ${arg_USES}")

  if(arg_INTERFACE)
    add_library(triaged_${name} INTERFACE)
    target_include_directories(triaged_${name} INTERFACE ${CMAKE_SOURCE_DIR}/include)
    target_link_libraries(triaged_${name} INTERFACE ${uses})
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
    add_library(triaged_${name} STATIC ${sources})
    target_include_directories(triaged_${name} PUBLIC ${CMAKE_SOURCE_DIR}/include PRIVATE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(triaged_${name} PUBLIC ${uses} ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} triaged_warnings)
    target_compile_features(triaged_${name} PUBLIC cxx_std_20)
    if(TRIAGED_TIDY)
      set_target_properties(triaged_${name} PROPERTIES CXX_CLANG_TIDY "clang-tidy-19;--quiet")
    endif()
    if(NOT TRIAGED_TIDY)
      target_precompile_headers(triaged_${name} PRIVATE ${triaged_precompiled})
      if("triaged_asio" IN_LIST arg_PUBLIC)
        target_precompile_headers(triaged_${name} PRIVATE <boost/asio.hpp> <boost/asio/ssl.hpp>)
      endif()
    endif()
  endif()
  add_library(triaged::${name} ALIAS triaged_${name})
endfunction()

# Writes the table of libraries, levels and uses for tests/architecture.
function(triaged_write_layers)
  get_property(lines GLOBAL PROPERTY triaged_layers)
  set(text "")
  foreach(line IN LISTS lines)
    string(APPEND text "${line}\n")
  endforeach()
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/layers.txt CONTENT "${text}")
endfunction()
