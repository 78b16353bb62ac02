// Where the HTTP server listens, and how much it takes. Every limit says what happens at it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <triaged/codec/event.hpp>

namespace triaged::http {

struct Limits {
  std::size_t connections = 512;    // open at once; further ones are answered 503 and closed
  std::size_t turned_away = 64;     // of those, being answered at once; further ones are just closed
  std::size_t requests = 128;       // with a body, from their head to their answer; more are answered 503
  std::size_t bodies = 64u << 20;   // bytes of those requests' bodies together, likewise
  std::size_t head = 16u << 10;     // bytes of a request's head; a longer one is answered 431
  std::size_t event = 1088u << 10;  // bytes of the body of one event; a longer one is answered 413
  std::size_t webhook = 8u << 20;   // bytes of the body of a webhook, likewise
  std::size_t verifying = 16;       // tokens being verified at once; more are answered 503
  std::size_t drained = 1u << 20;   // bytes of a refused body that are read so that its answer is seen
  std::chrono::milliseconds head_time{10'000};     // from a head's first byte to its last; then closed
  std::chrono::milliseconds body_time{30'000};     // for all of a body; then closed
  std::chrono::milliseconds idle_time{60'000};     // between two requests; then closed
  std::chrono::milliseconds write_time{30'000};    // for an answer to be taken; then closed
  std::chrono::milliseconds confirm_time{10'000};  // for the broker's confirmation; then answered 503
  std::chrono::milliseconds close_time{2'000};     // for the other side to close after us
  std::chrono::milliseconds stop_time{5'000};      // for what is under way when the server stops
  std::chrono::milliseconds accept_retry{100};     // between two tries while no connection can be taken
  std::chrono::seconds retry_after{5};             // what a 503 asks its reader to wait
};

struct Settings {
  std::string address = "127.0.0.1";  // IPv4 or IPv6, no name
  std::uint16_t port = 8470;          // 0: any free one
  std::string cert_file, key_file;    // PEM; both: TLS. Neither: plain
  Limits limits;
  codec::Limits codec;  // of events; `Limits::event` must hold one of `codec.message`
};

}  // namespace triaged::http
