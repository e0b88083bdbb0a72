#include "core/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <sys/random.h>

#include <algorithm>
#include <memory>
#include <span>
#include <stdexcept>
#include <system_error>

namespace mtm {
namespace {

constexpr unsigned char kVersion = 1;
constexpr std::size_t kNonce = 12, kTag = 16;
constexpr std::size_t kOverhead = 1 + 4 + kNonce + kTag;

template <auto Free>
struct Freed {
  void operator()(auto* pointer) const { Free(pointer); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Derivation = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using DerivationContext = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
std::string_view text_of(std::span<const unsigned char> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void must(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("OpenSSL failed: ") + what);
}

void fill_randomly(unsigned char* to, std::size_t length) {
  // Calls of at most 256 bytes are never interrupted and never short (getrandom(2)).
  for (std::size_t done = 0; done < length; done += std::min<std::size_t>(256, length - done)) {
    if (::getrandom(to + done, std::min<std::size_t>(256, length - done), 0) < 0) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
  }
}

void hkdf(std::string_view secret, std::string_view purpose, unsigned char* out, std::size_t length) {
  Derivation algorithm(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  must(algorithm != nullptr, "HKDF");
  DerivationContext context(EVP_KDF_CTX_new(algorithm.get()));
  must(context != nullptr, "HKDF context");
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<char*>(secret.data()), secret.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(purpose.data()), purpose.size()),
      OSSL_PARAM_construct_end(),
  };
  must(EVP_KDF_derive(context.get(), out, length, parameters) == 1, "deriving a key");
}

std::string encode64(std::string_view bytes, std::string_view alphabet, bool pad) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    auto left = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < left ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) {
      if (k <= left)
        out += alphabet[group >> (18 - 6 * k) & 63];
      else if (pad)
        out += '=';
    }
  }
  return out;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

Digest sha256(std::string_view bytes) {
  Digest digest;
  must(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1, "SHA-256");
  return digest;
}

std::string hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string hex(const Digest& digest) { return hex(text_of(digest)); }

std::string random_token(std::size_t bytes) {
  std::string random(bytes, '\0');
  fill_randomly(bytes_of(random), bytes);
  auto token = base64url(random);
  OPENSSL_cleanse(random.data(), random.size());
  return token;
}

std::string base64(std::string_view bytes) { return encode64(bytes, kBase64, true); }
std::string base64url(std::string_view bytes) { return encode64(bytes, kBase64Url, false); }
std::string base64url(const Digest& digest) { return base64url(text_of(digest)); }

bool same_secret(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

Sealer::Sealer(std::string_view secret, std::string_view previous) {
  keys_.push_back(derive(secret));
  if (!previous.empty()) keys_.push_back(derive(previous));
}

Sealer::~Sealer() {
  for (auto& key : keys_) OPENSSL_cleanse(key.bytes.data(), key.bytes.size());
}

Sealer::Key Sealer::derive(std::string_view secret) {
  Key key;
  hkdf(secret, "music-time-machine seal key", key.bytes.data(), key.bytes.size());
  hkdf(secret, "music-time-machine seal key id", key.id.data(), key.id.size());
  return key;
}

std::string Sealer::seal(std::string_view plain, std::string_view associated) const {
  const auto& key = keys_.front();
  std::string sealed(plain.size() + kOverhead, '\0');
  auto* out = bytes_of(sealed);
  *out++ = kVersion;
  out = std::copy(key.id.begin(), key.id.end(), out);
  auto* nonce = out;
  fill_randomly(nonce, kNonce);
  out += kNonce;

  CipherContext context(EVP_CIPHER_CTX_new());
  must(context != nullptr, "cipher context");
  int length = 0;
  must(EVP_EncryptInit_ex2(context.get(), EVP_aes_256_gcm(), key.bytes.data(), nonce, nullptr) == 1, "sealing key");
  must(EVP_EncryptUpdate(context.get(), nullptr, &length, bytes_of(associated), static_cast<int>(associated.size())) ==
           1,
       "sealing");
  must(EVP_EncryptUpdate(context.get(), out, &length, bytes_of(plain), static_cast<int>(plain.size())) == 1, "sealing");
  must(EVP_EncryptFinal_ex(context.get(), out + length, &length) == 1, "sealing");
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTag, out + plain.size()) == 1, "sealing tag");
  return sealed;
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view associated) const {
  if (sealed.size() < kOverhead || static_cast<unsigned char>(sealed[0]) != kVersion) return std::nullopt;
  auto id = sealed.substr(1, 4);
  auto nonce = sealed.substr(5, kNonce);
  auto text = sealed.substr(5 + kNonce, sealed.size() - kOverhead);
  std::string tag(sealed.substr(sealed.size() - kTag));

  auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return text_of(key.id) == id; });
  if (key == keys_.end()) return std::nullopt;

  CipherContext context(EVP_CIPHER_CTX_new());
  must(context != nullptr, "cipher context");
  std::string plain(text.size(), '\0');
  int length = 0;
  must(EVP_DecryptInit_ex2(context.get(), EVP_aes_256_gcm(), key->bytes.data(), bytes_of(nonce), nullptr) == 1,
       "opening key");
  must(EVP_DecryptUpdate(context.get(), nullptr, &length, bytes_of(associated), static_cast<int>(associated.size())) ==
           1,
       "opening");
  must(EVP_DecryptUpdate(context.get(), bytes_of(plain), &length, bytes_of(text), static_cast<int>(text.size())) == 1,
       "opening");
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) == 1, "opening tag");
  if (EVP_DecryptFinal_ex(context.get(), bytes_of(plain) + length, &length) != 1) return std::nullopt;
  return plain;
}

}  // namespace mtm
