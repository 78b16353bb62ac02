#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <triaged/http/tokens.hpp>

namespace triaged::http {
namespace {

constexpr std::array<std::string_view, 4> kRoleNames{"producer", "viewer", "operator", "admin"};
constexpr std::string_view kScheme = "scrypt";
constexpr int kCost = 14, kBlock = 8, kLanes = 1;  // 16 MiB, some 40 ms
constexpr int kCostLeast = 10, kCostMost = 18, kBlockMost = 16, kLanesMost = 4;
constexpr std::uint64_t kMemoryMost = 1u << 30;  // octets, for the largest of these
constexpr std::size_t kSaltOctets = 16;
constexpr std::size_t kSecretOctets = kRandomOctets - kSaltOctets;
constexpr std::size_t kHashOctets = 32;

std::string hexadecimal(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : octets) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::optional<std::string> octets_of(std::string_view text) {
  std::string octets;
  if (text.size() % 2 != 0) return std::nullopt;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (error != std::errc{} || end != text.data() + i + 2) return std::nullopt;
    octets += static_cast<char>(value);
  }
  return octets;
}

// Of octets in a number that three divides, so without padding at the end.
std::string base64url(std::string_view octets) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : octets) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += kDigits[(bits >> (count - 6)) & 63];
  }
  if (count > 0) text += kDigits[(bits << (6 - count)) & 63];
  return text;
}

std::string derive(const Token& token, std::string_view bearer) {
  std::array<unsigned char, kHashOctets> key{};
  if (EVP_PBE_scrypt(bearer.data(), bearer.size(), reinterpret_cast<const unsigned char*>(token.salt.data()),
                     token.salt.size(), std::uint64_t{1} << token.cost,
                     static_cast<std::uint64_t>(token.block), static_cast<std::uint64_t>(token.lanes),
                     kMemoryMost, key.data(), key.size()) != 1)
    return {};  // out of memory: equal to no hash
  return {key.begin(), key.end()};
}

std::vector<std::string_view> split(std::string_view text, std::string_view at) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find_first_of(at);
    if (end != 0 && !text.empty()) parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_token_name(std::string_view text) noexcept {
  return !text.empty() && text.size() <= kTokenNameLongest && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

bool is_word(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7f; });
}

bool read_number(std::string_view text, int least, int most, int& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size() && into >= least && into <= most;
}

bool read_hash(std::string_view text, Token& token) {
  const auto parts = split(text, "$");
  if (parts.size() != 6 || parts[0] != kScheme) return false;
  if (!read_number(parts[1], kCostLeast, kCostMost, token.cost) ||
      !read_number(parts[2], 1, kBlockMost, token.block) ||
      !read_number(parts[3], 1, kLanesMost, token.lanes))
    return false;
  auto salt = octets_of(parts[4]);
  auto hash = octets_of(parts[5]);
  if (!salt || !hash || salt->size() < kSaltOctets || hash->size() != kHashOctets) return false;
  token.salt = std::move(*salt);
  token.hash = std::move(*hash);
  return true;
}

using Read = std::variant<Token, TokenFault>;

Read fault(std::string what, std::string remedy) {
  return TokenFault{.line = 0, .what = std::move(what), .remedy = std::move(remedy)};
}

Read read_line(std::string_view line) {
  constexpr const char* kMakeAnew = "make it anew with `triaged token add`";
  const auto words = split(line, " \t\r");
  if (words.size() != 4)
    return fault("has " + std::to_string(words.size()) + " words and not 4: name, roles, producer, hash",
                 kMakeAnew);
  Token token;
  token.name = words[0];
  if (!is_token_name(token.name))
    return fault("`" + token.name + "` is no name for a token",
                 "use a-z, 0-9, `_` and `-`, at most 64 bytes");
  for (const auto word : split(words[1], ",")) {
    const auto role = parse_role(word);
    if (!role)
      return fault("there is no role `" + std::string(word) + "`",
                   "the roles are producer, viewer, operator and admin");
    token.roles.push_back(*role);
  }
  if (token.roles.empty()) return fault("`" + token.name + "` has no role", kMakeAnew);
  if (words[2] != "-") token.producer = domain::ProducerId{words[2]};
  if (token.producer.empty() && may(token, Role::producer))
    return fault("`" + token.name + "` may tell events, and for which producer is not said",
                 "write the producer, as the directory lists it, in the place of `-`");
  if (!read_hash(words[3], token)) return fault("the hash of `" + token.name + "` cannot be read", kMakeAnew);
  return token;
}

}  // namespace

std::string_view name(Role role) noexcept { return kRoleNames[static_cast<std::size_t>(role)]; }

std::optional<Role> parse_role(std::string_view text) noexcept {
  const auto found = std::ranges::find(kRoleNames, text);
  if (found == kRoleNames.end()) return std::nullopt;
  return static_cast<Role>(found - kRoleNames.begin());
}

bool may(const Token& token, Role role) noexcept {
  return std::ranges::any_of(token.roles, [role](Role has) {
    if (has == Role::producer || role == Role::producer) return has == role;
    return has >= role;
  });
}

std::variant<std::vector<Token>, std::vector<TokenFault>> read_tokens(std::string_view text) {
  std::vector<Token> tokens;
  std::vector<TokenFault> faults;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++number;
    const auto begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos || line[begin] == '#') continue;
    auto read = read_line(line);
    if (auto* wrong = std::get_if<TokenFault>(&read)) {
      wrong->line = number;
      faults.push_back(std::move(*wrong));
      continue;
    }
    auto& token = std::get<Token>(read);
    if (std::ranges::find(tokens, token.name, &Token::name) != tokens.end())
      faults.push_back({number, "`" + token.name + "` stands here a second time", "remove one of the two"});
    else if (tokens.size() == kTokensMost)
      return std::vector{TokenFault{number, "more than " + std::to_string(kTokensMost) + " tokens",
                                    "remove those that nobody uses"}};
    else
      tokens.push_back(std::move(token));
  }
  if (!faults.empty()) return faults;
  return tokens;
}

std::optional<Issued> issue(std::string_view name, const std::vector<Role>& roles,
                            const domain::ProducerId& producer, std::string_view random) {
  Token token;
  token.name = name;
  token.roles = roles;
  token.producer = producer;
  if (!is_token_name(name) || roles.empty() || random.size() != kRandomOctets || !is_word(producer.value) ||
      producer.value == "-" || (producer.empty() && may(token, Role::producer)))
    return std::nullopt;
  token.cost = kCost;
  token.block = kBlock;
  token.lanes = kLanes;
  token.salt = random.substr(0, kSaltOctets);
  Issued issued;
  issued.bearer = token.name + "." + base64url(random.substr(kSaltOctets, kSecretOctets));
  token.hash = derive(token, issued.bearer);
  if (token.hash.empty()) return std::nullopt;
  issued.line = token.name + " ";
  for (std::size_t i = 0; i < roles.size(); ++i)
    issued.line.append(i == 0 ? "" : ",").append(http::name(roles[i]));
  issued.line.append(" ").append(producer.empty() ? "-" : producer.value).append(" ").append(kScheme);
  for (const int number : {kCost, kBlock, kLanes}) issued.line.append("$").append(std::to_string(number));
  issued.line.append("$").append(hexadecimal(token.salt)).append("$").append(hexadecimal(token.hash));
  return issued;
}

std::string_view name_of(std::string_view bearer) noexcept {
  const auto end = bearer.find('.');
  if (end == std::string_view::npos || !is_token_name(bearer.substr(0, end))) return {};
  return bearer.substr(0, end);
}

bool verify(const Token& token, std::string_view bearer) {
  if (name_of(bearer) != token.name) return false;
  const auto derived = derive(token, bearer);
  return derived.size() == token.hash.size() &&
         CRYPTO_memcmp(derived.data(), token.hash.data(), derived.size()) == 0;
}

}  // namespace triaged::http
