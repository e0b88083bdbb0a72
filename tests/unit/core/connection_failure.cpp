#include "core/connection_failure.hpp"

#include <catch2/catch.hpp>

using namespace mtm;

TEST_CASE("why connection failed is told without what libpq quotes of its URL") {
  struct Failure {
    const char* message;
    const char* told;
  };
  for (const auto& [message, told] : {
           Failure{
               "connection to server at \"hush\" (10.0.0.1), port 5432 failed: FATAL:  password authentication failed "
               "for user \"hush\"\n",
               "refused the password"},
           {"connection to server on socket \"/hush/.s.PGSQL.5432\" failed: FATAL:  28P01: hush \"hush\"\nLOCATION: x",
            "refused the password"},
           {"FATAL:  no pg_hba.conf entry for host \"10.0.0.1\", user \"hush\", database \"hush\", no encryption",
            "pg_hba.conf"},
           {"FATAL:  database \"hush\" does not exist", "the database does not exist"},
           {"FATAL:  role \"hush\" does not exist", "does not know the user"},
           {"FATAL:  too many connections for role \"hush\"", "no connection left"},
           {"FATAL:  57P03: the database system is starting up", "starting up"},
           {"connection to server on socket \"/hush/.s.PGSQL.1\" failed: No such file or directory\n\tIs the server "
            "running locally and accepting connections on that socket?",
            "no PostgreSQL socket"},
           {"connection to server at \"hush\" (::1), port 1 failed: Connection refused", "connection refused"},
           {"could not translate host name \"hush\" to address: Name or service not known", "has no address"},
           {"invalid port number: \"hush\"", "percent-encode the password"},
           {"forbidden value %00 in percent-encoded value: \"hush\" in a URI", "percent-encode the password"},
           {"invalid sslmode value: \"hush\"", "an option"},
           {"received invalid response to SSL negotiation: h", "not PostgreSQL"},
           {"server closed the connection unexpectedly\n\tThis probably means", "closed the connection"},
           {"server login failed: FATAL password authentication failed for user \"hush\"", "refused the password"},
           {"hush", "the connection failed"},
           {"", "the connection failed"},
       }) {
    CAPTURE(message);
    auto sentence = std::string(connection_failure(message));
    CHECK_THAT(sentence, Catch::Contains(told) && !Catch::Contains("hush"));
  }
}
