// SHA-256 through OpenSSL's EVP interface, which picks the processor's own instructions where there are any.
#include <array>
#include <stdexcept>

#include <openssl/evp.h>

#include <triaged/document/node.hpp>

namespace triaged::document {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL refuses SHA-256");
  return {digest.begin(), digest.begin() + length};
}

}  // namespace triaged::document
