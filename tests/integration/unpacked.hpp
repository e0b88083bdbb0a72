// An export's archive, unpacked into a folder of its own.
#pragma once
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "integration/old_database.hpp"
#include "support/process.hpp"

namespace mtm::test {

struct Unpacked {
  explicit Unpacked(const std::string& archive) {
    std::ofstream(folder.path("archive.zip"), std::ios::binary) << archive;
    auto outcome = run({"/usr/bin/unzip", "-q", folder.path("archive.zip"), "-d", folder.path("files")});
    if (outcome.exit_code != 0) throw std::runtime_error("unzip: " + outcome.out + outcome.err);
  }
  std::vector<std::string> lines(const std::string& name) const {
    std::ifstream file(folder.path("files/" + name));
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);) found.push_back(line);
    return found;
  }
  std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path("files")))
      found.insert(entry.path().filename().string());
    return found;
  }
  TemporaryFolder folder;
};

}  // namespace mtm::test
