// The border to librabbitmq, and the only file that includes its headers. It serves as codec for methods
// alone: no connection object, no socket, no frame reader of its own. (amqp_handle_input takes four bytes off
// a method frame without asking whether they are there, so frames are cut and checked by frame.cpp first.)
// Only decode.cpp and encode.cpp may include this.
#pragma once

#include <string_view>

#include <amqp.h>
#include <amqp_framing.h>

namespace triaged::amqp::c {

// Memory of what librabbitmq decodes; all of it is reused by the next decoding.
class Pool {
 public:
  Pool() { init_amqp_pool(&pool_, 4096); }
  ~Pool() { empty_amqp_pool(&pool_); }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  amqp_pool_t* recycled() {
    recycle_amqp_pool(&pool_);
    return &pool_;
  }

 private:
  amqp_pool_t pool_{};
};

// librabbitmq has no pointer to const; it does not write through these.
inline amqp_bytes_t bytes(std::string_view text) { return {text.size(), const_cast<char*>(text.data())}; }

inline std::string_view text(amqp_bytes_t bytes) {
  return bytes.len == 0 ? std::string_view{}
                        : std::string_view{static_cast<const char*>(bytes.bytes), bytes.len};
}

}  // namespace triaged::amqp::c
