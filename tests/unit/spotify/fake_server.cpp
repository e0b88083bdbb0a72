#include "unit/spotify/fake_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <cstdlib>

#include "core/races.hpp"

namespace mtm::spotify {

namespace {

using asio::ip::tcp;

template <class Write>
std::string pem(Write write) {
  BIO* memory = BIO_new(BIO_s_mem());
  write(memory);
  char* bytes = nullptr;
  auto size = BIO_get_mem_data(memory, &bytes);
  std::string text(bytes, static_cast<std::size_t>(size));
  BIO_free(memory);
  return text;
}

std::size_t content_length(const std::string& head) {
  auto field = head.find("Content-Length: ");
  return field == head.npos ? 0 : std::strtoul(head.c_str() + field + 16, nullptr, 10);
}

}  // namespace

Certificate make_certificate(const std::string& name, int days) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -10 * 86400);
  X509_gmtime_adj(X509_getm_notAfter(certificate), days * 86400L);
  auto* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_set_pubkey(certificate, key);
  auto* extension = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, name.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate, key, EVP_sha256());
  Certificate made;
  made.certificate = pem([&](BIO* memory) { PEM_write_bio_X509(memory, certificate); });
  made.key = pem([&](BIO* memory) { PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr); });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return made;
}

FakeServer::FakeServer(asio::io_context& io, const std::optional<Certificate>& certificate)
    : acceptor_(io.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
  if (certificate) {
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->use_certificate(asio::buffer(certificate->certificate), asio::ssl::context::pem);
    tls_->use_private_key(asio::buffer(certificate->key), asio::ssl::context::pem);
  }
  start(io.get_executor(), "fake server", accept());
}

void FakeServer::will_answer(std::string bytes) { acts_.push_back({Act::Then::keep, std::move(bytes)}); }
void FakeServer::will_cut(std::string bytes) { acts_.push_back({Act::Then::cut, std::move(bytes)}); }
void FakeServer::will_hang(std::string bytes) { acts_.push_back({Act::Then::hang, std::move(bytes)}); }

std::string FakeServer::url(const std::string& host) const {
  return (tls_ ? "https://" : "http://") + host + ":" + std::to_string(acceptor_.local_endpoint().port());
}

Task<> FakeServer::accept() {
  for (;;) {
    boost::system::error_code closed;
    auto token = asio::redirect_error(use_task, closed);
    auto socket = co_await acceptor_.async_accept(token);
    if (closed) co_return;
    ++connections;
    start(socket.get_executor(), "fake connection", welcome(std::move(socket)));
  }
}

Task<> FakeServer::welcome(Socket socket) {
  if (silent_) co_await wait_for(std::chrono::hours(1));
  if (!tls_) {
    co_await serve(socket);
    co_return;
  }
  asio::ssl::stream<Socket> stream(std::move(socket), *tls_);
  boost::system::error_code refused;
  auto token = asio::redirect_error(use_task, refused);
  co_await stream.async_handshake(asio::ssl::stream_base::server, token);
  if (!refused) co_await serve(stream);
}

template <class Stream>
Task<> FakeServer::serve(Stream& stream) {
  std::string unread;
  for (;;) {
    bool goes_on = co_await serve_one(stream, unread);
    if (!goes_on) co_return;
  }
}

template <class Stream>
Task<bool> FakeServer::serve_one(Stream& stream, std::string& unread) {
  boost::system::error_code error;
  auto token = asio::redirect_error(use_task, error);
  auto buffer = asio::dynamic_buffer(unread);
  auto head_size = co_await asio::async_read_until(stream, buffer, "\r\n\r\n", token);
  if (error) co_return false;
  ServedRequest request;
  request.head = unread.substr(0, head_size);
  auto whole = head_size + content_length(request.head);
  auto missing = whole - std::min(whole, unread.size());
  if (missing > 0) co_await asio::async_read(stream, buffer, asio::transfer_exactly(missing), token);
  request.body = unread.substr(head_size, whole - head_size);
  unread.erase(0, whole);
  requests.push_back(std::move(request));

  Act act{Act::Then::cut, "HTTP/1.1 500 Nothing Was Planned\r\nContent-Length: 0\r\n\r\n"};
  if (!acts_.empty()) {
    act = std::move(acts_.front());
    acts_.pop_front();
  }
  auto bytes = asio::buffer(act.bytes);
  co_await asio::async_write(stream, bytes, token);
  if (act.then == Act::Then::hang) co_await wait_for(std::chrono::hours(1));
  co_return act.then == Act::Then::keep && !error;
}

std::string url_of_nobody() {
  asio::io_context io;
  tcp::acceptor gone(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  return "http://127.0.0.1:" + std::to_string(gone.local_endpoint().port());
}

std::string answer(int status, const std::string& body, const std::string& more) {
  return "HTTP/1.1 " + std::to_string(status) + " Whatever\r\nContent-Type: application/json\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace mtm::spotify
