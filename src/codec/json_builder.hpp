// The receiving end of Boost.JSON's parser: fills a protobuf message member by member (see json_reader.hpp).
// The first fault is kept and everything after it ignored, so that the parser still says whether the text is
// JSON at all: bad syntax is the graver finding and wins.
#pragma once

#include <bitset>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <boost/json/error.hpp>
#include <boost/json/string_view.hpp>
#include <google/protobuf/message.h>

#include <triaged/codec/event.hpp>

namespace triaged::codec {

class JsonBuilder {
 public:
  // Boost.JSON's own limits; ours are the size of the message and the depth.
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  // `root` is filled and must outlive the builder. `within`: the field that it is, for the reasons; may be
  // empty.
  explicit JsonBuilder(google::protobuf::Message& root, std::string_view within = {})
      : root_(root), within_(within) {}

  [[nodiscard]] const std::optional<Unreadable>& fault() const noexcept { return fault_; }

  // The events of the parser. All return true: a fault of meaning does not stop the check of the syntax.
  using Error = boost::json::error_code;
  using Part = boost::json::string_view;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return fault_ || (begin_object(), true); }
  bool on_object_end(std::size_t, Error&) { return fault_ || (end(), true); }
  bool on_array_begin(Error&) { return fault_ || (begin_array(), true); }
  bool on_array_end(std::size_t, Error&) { return fault_ || (end(), true); }
  bool on_key_part(Part part, std::size_t, Error&) { return fault_ || (part_.append(part), true); }
  bool on_key(Part part, std::size_t, Error&) { return fault_ || (part_.append(part), key(), true); }
  bool on_string_part(Part part, std::size_t, Error&) { return fault_ || (part_.append(part), true); }
  bool on_string(Part part, std::size_t, Error&) { return fault_ || (part_.append(part), string(), true); }
  bool on_number_part(Part, Error&) { return true; }
  bool on_int64(std::int64_t, Part, Error&) { return fault_ || (wrong_type(), true); }
  bool on_uint64(std::uint64_t, Part, Error&) { return fault_ || (wrong_type(), true); }
  bool on_double(double value, Part, Error&) { return fault_ || (number(value), true); }
  bool on_bool(bool value, Error&) { return fault_ || (boolean(value), true); }
  bool on_null(Error&) { return fault_ || (null(), true); }
  bool on_comment_part(Part, Error&) { return true; }
  bool on_comment(Part, Error&) { return true; }

 private:
  using Message = google::protobuf::Message;
  using Field = google::protobuf::FieldDescriptor;

  // What is open: a message, or a map or list of one.
  struct Frame {
    enum class Kind : std::uint8_t { message, map, list };
    Kind kind = Kind::message;
    Message* message = nullptr;    // being filled; of a map or list, the message it belongs to
    const Field* field = nullptr;  // the member named last; of a map or list, itself
    std::bitset<64> named;         // a message's members named so far, by index
    std::set<std::string> keys;    // a map's
    std::string key;               // a map's last
  };

  void begin_object();
  void begin_array();
  void open(Frame::Kind kind, Message& message, const Field* field = nullptr);
  void end() { frames_.pop_back(); }
  void key();
  void string();
  void number(double value);
  void boolean(bool value);
  void null();

  void member(Frame& frame);
  void set_text(Frame& frame, std::string text);
  void add_to_map(Frame& frame, std::string text);
  [[nodiscard]] bool claim(const Frame& frame);
  void wrong_type();
  void refuse(std::string detail);
  [[nodiscard]] std::string path() const;

  Message& root_;
  std::string within_;
  std::vector<Frame> frames_;
  std::string part_;  // a key or string that arrives in parts
  std::optional<Unreadable> fault_;
};

}  // namespace triaged::codec
