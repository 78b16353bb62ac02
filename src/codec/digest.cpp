#include <array>
#include <memory>
#include <stdexcept>

#include <codec/digest.hpp>
#include <openssl/evp.h>

namespace triaged::codec {
namespace {

// One context per thread: fetching the algorithm costs more than hashing a ticket.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (!algorithm_ || !context_) throw std::runtime_error("OpenSSL offers no SHA-256");
  }

  domain::Digest operator()(std::string_view bytes) {
    domain::Digest digest;
    unsigned int size = 0;
    if (EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), digest.octets.data(), &size) != 1 || size != digest.octets.size())
      throw std::runtime_error("OpenSSL could not compute a SHA-256");
    return digest;
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const noexcept { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

domain::Digest sha256(std::string_view bytes) {
  thread_local Hasher hasher;
  return hasher(bytes);
}

Canonical& Canonical::text(std::string_view value) {
  number(value.size());
  bytes_.append(value);
  return *this;
}

Canonical& Canonical::number(std::uint64_t value) {
  std::array<char, sizeof value> big_endian{};
  for (auto octet = big_endian.rbegin(); octet != big_endian.rend(); ++octet, value >>= 8)
    *octet = static_cast<char>(value & 0xFFU);
  bytes_.append(big_endian.data(), big_endian.size());
  return *this;
}

}  // namespace triaged::codec
