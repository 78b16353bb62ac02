// Faults collected and put into words. Over a limit they are counted, not kept: a file of a million mistakes
// costs no more than one of two hundred.
#include <utility>

#include <triaged/document/fault.hpp>

namespace triaged::document {

std::string to_text(const Fault& fault) {
  std::string text = fault.place.file;
  if (fault.place.line > 0)
    text.append(":")
        .append(std::to_string(fault.place.line))
        .append(":")
        .append(std::to_string(fault.place.column));
  text.append(fault.level == Level::error ? ": error: " : ": warning: ").append(fault.message);
  if (!fault.remedy.empty()) text.append("; ").append(fault.remedy);
  return text;
}

void Faults::error(Place place, std::string message, std::string remedy) {
  add({.level = Level::error,
       .place = std::move(place),
       .message = std::move(message),
       .remedy = std::move(remedy)});
}

void Faults::warning(Place place, std::string message, std::string remedy) {
  add({.level = Level::warning,
       .place = std::move(place),
       .message = std::move(message),
       .remedy = std::move(remedy)});
}

void Faults::add(Fault fault) {
  ++(fault.level == Level::error ? errors_ : warnings_);
  if (faults_.size() < kMost) faults_.push_back(std::move(fault));
}

}  // namespace triaged::document
