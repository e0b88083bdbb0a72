// Reads the files named .env that people and other programs write.
#pragma once
#include <map>
#include <string>

namespace mtm::app {

/// Reads lines of KEY=VALUE, with # comments, `export` and quotes as shells have them; nothing is expanded. Of two
/// lines with one name the last one wins.
std::map<std::string, std::string> parse_dotenv(const std::string& text);

}  // namespace mtm::app
