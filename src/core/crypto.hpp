// What the house needs of cryptography, over OpenSSL: random tokens, digests, and sealing what must not be read at
// rest.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mtm {

using Digest = std::array<unsigned char, 32>;

/// SHA-256 (FIPS 180-4).
Digest sha256(std::string_view bytes);

/// Lower-case hexadecimal.
std::string hex(std::string_view bytes);
std::string hex(const Digest& digest);

/// `bytes` random bytes from the operating system's generator, as base64url without padding (RFC 4648 section 5).
std::string random_token(std::size_t bytes = 32);

std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
std::string base64url(const Digest& digest);

/// Compares in a time that does not depend on where the texts differ.
bool same_secret(std::string_view left, std::string_view right);

/// Seals short texts with AES-256-GCM under a key derived (HKDF-SHA256) from a secret.
/// The sealed form is `version byte, 4 bytes key id, 12 bytes nonce, ciphertext, 16 bytes tag`; the associated text
/// (who it belongs to) is authenticated but not stored, so a sealed token copied to another row does not open there.
class Sealer {
 public:
  /// `previous` may be empty; it still opens what was sealed before a rotation.
  Sealer(std::string_view secret, std::string_view previous = {});
  ~Sealer();
  Sealer(Sealer&&) noexcept = default;

  std::string seal(std::string_view plain, std::string_view associated) const;
  /// Nothing when the text was changed, belongs to somebody else, or was sealed with a key that is gone.
  std::optional<std::string> open(std::string_view sealed, std::string_view associated) const;

 private:
  struct Key {
    std::array<unsigned char, 4> id;
    std::array<unsigned char, 32> bytes;
  };
  static Key derive(std::string_view secret);
  std::vector<Key> keys_;  // the first one seals, all open
};

}  // namespace mtm
