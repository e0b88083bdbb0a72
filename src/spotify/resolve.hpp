// Host names to addresses, within a time.
#pragma once
#include <boost/asio/ip/tcp.hpp>

#include <vector>

#include "core/clock.hpp"
#include "core/task.hpp"
#include "spotify/origin.hpp"

namespace mtm::spotify {

/// IPv4 before IPv6: where one of them leads nowhere, it is IPv6. Throws boost::system::system_error; a deadline is
/// asio::error::timed_out.
Task<std::vector<asio::ip::tcp::endpoint>> resolve(Origin origin, Deadline deadline);

}  // namespace mtm::spotify
