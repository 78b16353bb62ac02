#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <codec/json_builder.hpp>
#include <codec/json_reader.hpp>
#include <codec/utf8.hpp>

namespace triaged::codec {
namespace {

using domain::ParkReason;

// "line 1, column 17: "; columns count characters, both from 1.
std::string position(std::string_view json, std::size_t at) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char c : json.substr(0, at)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": ";
}

std::string in_words(const boost::json::error_code& error, std::size_t depth_max) {
  if (error == boost::json::error::incomplete) return "the text ends in the middle";
  if (error == boost::json::error::extra_data) return "something follows the object";
  if (error == boost::json::error::too_deep)
    return "nested deeper than " + std::to_string(depth_max) + " levels";
  return error.message();
}

// Takes whatever the parser finds.
struct AnyJson {
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  using Error = boost::json::error_code;
  using Part = boost::json::string_view;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(std::size_t, Error&) { return true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(std::size_t, Error&) { return true; }
  bool on_key_part(Part, std::size_t, Error&) { return true; }
  bool on_key(Part, std::size_t, Error&) { return true; }
  bool on_string_part(Part, std::size_t, Error&) { return true; }
  bool on_string(Part, std::size_t, Error&) { return true; }
  bool on_number_part(Part, Error&) { return true; }
  bool on_int64(std::int64_t, Part, Error&) { return true; }
  bool on_uint64(std::uint64_t, Part, Error&) { return true; }
  bool on_double(double, Part, Error&) { return true; }
  bool on_bool(bool, Error&) { return true; }
  bool on_null(Error&) { return true; }
  bool on_comment_part(Part, Error&) { return true; }
  bool on_comment(Part, Error&) { return true; }
};

std::optional<Unreadable> wrong_octets(std::string_view json) {
  if (const std::size_t bad = find_malformed(json); bad != std::string_view::npos)
    return Unreadable{ParkReason::not_utf8, position(json, bad) + "not UTF-8"};
  // A NUL is bad syntax too, but whoever finds it parked should read what it was.
  if (const std::size_t nul = json.find('\0'); nul != std::string_view::npos)
    return Unreadable{ParkReason::invalid_field, position(json, nul) + "a NUL"};
  return std::nullopt;
}

template <class Handler>
std::optional<Unreadable> wrong_syntax(std::string_view json, std::size_t depth_max,
                                       boost::json::basic_parser<Handler>& parser) {
  boost::json::error_code error;
  const std::size_t read = parser.write_some(false, json.data(), json.size(), error);
  if (!error && read < json.size()) error = boost::json::error::extra_data;
  if (error) return Unreadable{ParkReason::undecodable, position(json, read) + in_words(error, depth_max)};
  return std::nullopt;
}

boost::json::parse_options options(std::size_t depth_max) {
  boost::json::parse_options options;
  options.max_depth = depth_max;
  options.allow_invalid_utf8 = true;  // it has been checked; not twice
  return options;
}

}  // namespace

std::optional<Unreadable> read_json(std::string_view json, std::size_t depth_max,
                                    google::protobuf::Message& into, std::string_view within) {
  if (auto fault = wrong_octets(json)) return fault;
  boost::json::basic_parser<JsonBuilder> parser(options(depth_max), into, within);
  if (auto fault = wrong_syntax(json, depth_max, parser)) return fault;
  return parser.handler().fault();
}

std::optional<Unreadable> check_json(std::string_view json, std::size_t depth_max) {
  if (auto fault = wrong_octets(json)) return fault;
  boost::json::basic_parser<AnyJson> parser(options(depth_max));
  return wrong_syntax(json, depth_max, parser);
}

}  // namespace triaged::codec
