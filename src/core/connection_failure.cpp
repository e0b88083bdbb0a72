#include "core/connection_failure.hpp"

namespace mtm {

namespace {

struct Known {
  std::string_view part;  // of the message of libpq 15, PostgreSQL or PgBouncer; five characters are a SQLSTATE
  std::string_view sentence;
};

constexpr std::string_view kPassword = "PostgreSQL refused the password";
constexpr std::string_view kNotAllowed = "PostgreSQL does not let this user in from here (pg_hba.conf)";
constexpr std::string_view kFull = "PostgreSQL has no connection left";
constexpr std::string_view kNotYet = "PostgreSQL is starting up or shutting down";
constexpr std::string_view kPooler = "the pooler can't reach PostgreSQL";
constexpr std::string_view kWrongKind = "no host is of the kind that target_session_attrs asks for";
constexpr std::string_view kClosed = "PostgreSQL closed the connection";
constexpr std::string_view kSilent = "no answer in time";
constexpr std::string_view kUnreadable =
    "the connection URL can't be read: percent-encode the password, and see what check-config says";
constexpr std::string_view kOption = "an option of the connection URL is not known, or its value is not";

/// The first that is found counts: what was refused comes before how the connection ended.
constexpr Known kAll[] = {
    {" 28P01: ", kPassword},
    {"password authentication failed", kPassword},
    {"SASL authentication failed", kPassword},
    {"no password supplied", "PostgreSQL wants a password, and none is set"},
    {"pg_hba.conf", kNotAllowed},
    {"eer authentication failed", kNotAllowed},
    {" 53300: ", kFull},
    {"too many clients", kFull},
    {"too many connections", kFull},
    {"connection slots are reserved", kFull},
    {"database \"", "the database does not exist, or does not let this user in"},
    {"no such database", "the pooler does not know the database"},
    {" 3D000: ", "the database does not exist"},
    {"role \"", "PostgreSQL does not know the user"},
    {"no such user", "the pooler does not know the user"},
    {" 28000: ", kNotAllowed},
    {" 57P03: ", kNotYet},
    {"starting up", kNotYet},
    {"shutting down", kNotYet},
    {"in recovery mode", kNotYet},
    {"terminating connection", "PostgreSQL ended the connection"},
    {"unsupported startup parameter", "the pooler refuses start-up options"},
    {"server login", kPooler},
    {"pgbouncer cannot connect", kPooler},
    {"query_wait_timeout", "the pooler had no connection to PostgreSQL in time"},
    {"session is", kWrongKind},
    {"hot standby mode", kWrongKind},
    {"server does not support SSL", "PostgreSQL offers no TLS, and sslmode asks for it"},
    {"certificate verify failed", "PostgreSQL's certificate could not be verified"},
    {"does not match host name", "PostgreSQL's certificate is for another host name"},
    {"root certificate", "the file of root certificates (sslrootcert) can't be read"},
    {"certificate file", "the client's certificate (sslcert) can't be read"},
    {"private key file", "the client's key (sslkey) can't be read, or others may read it"},
    {"translate host name", "the host name has no address; a password that is not percent-encoded can look like one"},
    {"invalid port number", kUnreadable},
    {"URI", kUnreadable},
    {"connection info string", kUnreadable},
    {"port numbers to", kUnreadable},
    {"invalid response", "what answers there is not PostgreSQL"},
    {"configuration parameter", kOption},
    {"invalid ", kOption},
    {"definition of service", "the service is not defined"},
    {"Connection refused", "connection refused: nothing listens there"},
    {"No such file or directory", "there is no PostgreSQL socket in that folder"},
    {"Permission denied", "permission denied"},
    {"No route to host", "no route to the host"},
    {"Network is unreachable", "the network is unreachable"},
    {"timeout expired", kSilent},
    {"timed out", kSilent},
    {"closed the connection", kClosed},
    {"closed unexpectedly", kClosed},
    {"reset by peer", kClosed},
    {"Broken pipe", kClosed},
    {"EOF detected", kClosed},
    {"SSL", "the TLS handshake failed"},
    {"too long", "the path of the socket is too long"},
};

}  // namespace

std::string_view connection_failure(std::string_view message) {
  for (const auto& known : kAll)
    if (message.find(known.part) != message.npos) return known.sentence;
  return "the connection failed";
}

}  // namespace mtm
