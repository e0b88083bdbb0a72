// What is wrong with a connection URL, told before anybody connects and without showing any of it.
#pragma once
#include <string>
#include <vector>

namespace mtm::db {

/// The rest of a sentence that begins with the variable's name; empty when libpq can use the URL. A part of a password
/// that is not percent-encoded often makes a URL that libpq reads, with another host, port or database in it: such
/// URLs are refused.
std::string url_fault(const std::string& url);

/// The parts of a list of hosts or ports, which has commas between them.
std::vector<std::string> split(const std::string& list);

/// Whether these could be the hosts or the ports of a connection.
bool names_hosts(const std::string& list);
bool names_ports(const std::string& list);

}  // namespace mtm::db
