// Who asks, and whether they may. A bearer that was verified once is known by its SHA-256 from then on, so
// that only its first request pays for the slow hash; those are derived on a thread of their own, a bounded
// number at a time, because anybody can send wrong ones.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <triaged/domain/bytes.hpp>
#include <triaged/http/settings.hpp>
#include <triaged/http/tokens.hpp>

#include "http/answer.hpp"

namespace triaged::http {

// Used on the server's thread.
class Gate {
 public:
  // Nothing: everybody may do everything, as producer `anonymous`.
  Gate(std::optional<std::vector<Token>> tokens, const Limits& limits);

  // Whom the request speaks for (empty where the role tells no events), or 401, 403, 503.
  [[nodiscard]] boost::asio::awaitable<std::variant<domain::ProducerId, Answer>> admit(
      std::string authorization, Role role);

  void join() { slow_.join(); }  // once nothing is asked any more

 private:
  [[nodiscard]] const Token* find(std::string_view name) const;

  const std::optional<std::vector<Token>> tokens_;
  const Limits& limits_;
  // Each token has one bearer, so there are never more than tokens.
  std::unordered_map<domain::Digest, const Token*> verified_;
  std::size_t verifying_ = 0;
  boost::asio::thread_pool slow_{1};
};

}  // namespace triaged::http
