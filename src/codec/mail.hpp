// What somebody wrote, and what their mail program put below it. Works on folded text: lines without white
// space at their ends, none of them empty.
#pragma once

#include <string>

namespace triaged::codec {

// Cuts lines beginning with '>', then everything from the first line on that is "--", or that begins an
// attribution: "On <something with a digit> wrote:" over at most three lines. Where nothing would be left,
// the whole text is returned: a mail that is all quotes still says something.
[[nodiscard]] std::string own_words(std::string folded);

}  // namespace triaged::codec
