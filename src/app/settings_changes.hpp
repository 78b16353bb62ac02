// Which settings differ between two readings of triaged.yaml. By the text and not by its meaning, so that a
// setting which is added to the program later is not forgotten here.
#pragma once

#include <string>
#include <vector>

#include <triaged/document/node.hpp>

namespace triaged::app {

// "amqp.prefetch", in the order of the files; never their values, which may be secret. What only one of the
// two says is named as well, also when it says the default.
[[nodiscard]] std::vector<std::string> changed_settings(const document::Node& before,
                                                        const document::Node& after);

}  // namespace triaged::app
