# Every outside library, found once, under the name the rest of the build uses.
# All come from Debian 12 packages; scripts/packages is the list.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG COMPONENTS headers system json url)
find_package(rabbitmq-c 0.11 REQUIRED CONFIG)
find_package(Protobuf REQUIRED)
find_package(spdlog REQUIRED CONFIG)
find_package(yaml-cpp REQUIRED CONFIG)
find_package(CLI11 REQUIRED CONFIG)
find_package(SQLite3 REQUIRED)
find_package(date REQUIRED CONFIG)
find_package(prometheus-cpp REQUIRED CONFIG)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(vectorscan REQUIRED IMPORTED_TARGET libhs)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
add_library(utf8proc ALIAS PkgConfig::utf8proc)

# Asio is compiled once, here, instead of in every file that uses it.
add_library(triaged_asio STATIC ${CMAKE_SOURCE_DIR}/cmake/asio.cpp)
target_compile_features(triaged_asio PUBLIC cxx_std_20)
target_compile_definitions(triaged_asio PUBLIC BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(triaged_asio PUBLIC Boost::headers Boost::system OpenSSL::SSL Threads::Threads)

# And Beast, on top of it.
add_library(triaged_beast STATIC ${CMAKE_SOURCE_DIR}/cmake/beast.cpp)
target_compile_definitions(triaged_beast PUBLIC BOOST_BEAST_SEPARATE_COMPILATION)
target_link_libraries(triaged_beast PUBLIC triaged_asio)
