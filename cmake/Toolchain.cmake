# Language, warnings, sanitizers, ccache. Everything is set on targets, nothing globally,
# except the compiler launcher and the sanitizers, which must reach every object file.
option(TRIAGED_TESTS "Build the tests" ON)
option(TRIAGED_WERROR "Warnings are errors" ON)
option(TRIAGED_FUZZ "Build the libFuzzer targets (clang only)" OFF)
option(TRIAGED_TIDY "Run clang-tidy over our own code while compiling it" OFF)
set(TRIAGED_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (for example address,undefined)")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers need these two sloppinesses; see the ccache manual, "Precompiled headers".
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

if(TRIAGED_SANITIZE)
  add_compile_options(-fsanitize=${TRIAGED_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${TRIAGED_SANITIZE})
endif()

add_library(triaged_warnings INTERFACE)
target_compile_features(triaged_warnings INTERFACE cxx_std_20)
target_compile_options(triaged_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wswitch
  $<$<BOOL:${TRIAGED_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (TRIAGED_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Release"
   OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo"))
  # g++ 12 reports null dereferences and overreads inside libstdc++ itself once it inlines (GCC bugs 105329, 105651).
  target_compile_options(triaged_warnings INTERFACE -Wno-null-dereference -Wno-restrict -Wno-array-bounds
                         -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized -Wno-dangling-pointer)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 deprecates what its own std::stable_sort calls.
  target_compile_options(triaged_warnings INTERFACE -Wno-deprecated-declarations)
endif()
