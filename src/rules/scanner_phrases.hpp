// Finds patterns that can be cut into phrases (scanner_phrase.hpp), all of them in one walk over the text.
// Made for what rules are made of, words and gaps between words: there it compiles in a tenth of vectorscan's
// time and scans somewhat faster (docs/adr/0011 has the figures). Refuses what it cannot cut.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace triaged::rules {

class PhraseFinder {
 public:
  PhraseFinder();
  ~PhraseFinder();

  // `number` is what a hit is reported as. False: not for this finder. The pattern has been accepted by RE2.
  [[nodiscard]] bool add(std::string_view pattern, int number);
  // After the last add(). False: together they are too large, and the finder cannot be used.
  [[nodiscard]] bool build();
  [[nodiscard]] bool empty() const noexcept;

  // Appends the number of each pattern that occurs, once. `text` is valid UTF-8 without U+017F and U+212A.
  // False, and nothing appended, for a text made to take long: ask another engine. One thread at a time.
  [[nodiscard]] bool find(std::string_view text, std::vector<int>& found) const;
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace triaged::rules
