#include "simulation/diary.hpp"

namespace triaged::simulation {

void Diary::begin(std::size_t step, std::string_view time) {
  line_.assign(std::to_string(step)).append(" ").append(time);
}

void Diary::note(std::string_view what) { line_.append(" | ").append(what); }

void Diary::aside(std::string_view what) {
  if (everything_ != nullptr) *everything_ << "    " << what << '\n';
}

void Diary::end() {
  if (line_.empty()) return;
  for (const char c : line_) sum_ = (sum_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  if (everything_ != nullptr) *everything_ << line_ << '\n';
  if (last_.size() == kKept) {
    last_.front().swap(line_);  // its memory serves the next line
    last_.push_back(std::move(last_.front()));
    last_.pop_front();
  } else {
    last_.push_back(line_);
  }
  line_.clear();
}

}  // namespace triaged::simulation
