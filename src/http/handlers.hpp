// What each route does, once a request was let in and read.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "http/answer.hpp"
#include "http/context.hpp"
#include "http/routes.hpp"

namespace triaged::http {

struct Asked {
  Route route{};
  domain::ProducerId producer;  // whom it speaks for
  std::string content_type;
  std::string traceparent;
  std::string body;
};

[[nodiscard]] boost::asio::awaitable<Answer> answer(Context& context, Asked asked);

}  // namespace triaged::http
