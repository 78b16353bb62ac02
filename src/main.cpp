#include <triaged/app/main.hpp>

int main(int argc, char** argv) { return triaged::app::main(argc, argv); }
