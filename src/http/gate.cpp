#include "http/gate.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/evp.h>

namespace triaged::http {
namespace {

namespace asio = boost::asio;
using Admitted = std::variant<domain::ProducerId, Answer>;

domain::Digest digest_of(std::string_view text) {
  domain::Digest digest;
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.octets.data(), &size, EVP_sha256(), nullptr);
  return digest;
}

// "Bearer <token>", the scheme in any case (RFC 9110, 11.1); empty for anything else.
std::string_view bearer_of(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  const bool is_bearer = std::ranges::equal(
      authorization.substr(0, kScheme.size()), kScheme,
      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
  return is_bearer ? authorization.substr(kScheme.size()) : std::string_view{};
}

Answer unknown() {
  auto answer =
      refuse(401, {{"unauthorized", "send a token that this server knows: `Authorization: Bearer …`"}});
  answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  return answer;
}

Admitted let_in(const Token& token, Role role) {
  if (may(token, role)) return token.producer;
  return refuse(403, {{"forbidden", "this needs a token with the role " + std::string(name(role))}});
}

asio::awaitable<bool> verify_there(const Token* token, std::string bearer) {
  co_return verify(*token, bearer);
}

}  // namespace

Gate::Gate(std::optional<std::vector<Token>> tokens, const Limits& limits)
    : tokens_(std::move(tokens)), limits_(limits) {}

const Token* Gate::find(std::string_view name) const {
  const auto found = std::ranges::find(*tokens_, name, &Token::name);
  return found == tokens_->end() ? nullptr : &*found;
}

asio::awaitable<Admitted> Gate::admit(std::string authorization, Role role) {
  if (!tokens_) co_return domain::ProducerId{"anonymous"};
  const auto bearer = bearer_of(authorization);
  const Token* token = find(name_of(bearer));
  if (token == nullptr) co_return unknown();
  const auto digest = digest_of(bearer);
  if (const auto known = verified_.find(digest); known != verified_.end())
    co_return let_in(*known->second, role);
  if (verifying_ >= limits_.verifying)
    co_return not_now(limits_.retry_after, {"busy", "too many new tokens are being verified"});
  ++verifying_;
  bool right = false;
  std::exception_ptr failed;
  try {
    right = co_await asio::co_spawn(slow_, verify_there(token, std::string(bearer)), asio::use_awaitable);
  } catch (...) {
    failed = std::current_exception();  // counted down first
  }
  --verifying_;
  if (failed) std::rethrow_exception(failed);
  if (!right) co_return unknown();
  verified_.insert_or_assign(digest, token);
  co_return let_in(*token, role);
}

}  // namespace triaged::http
