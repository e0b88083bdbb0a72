// The faults that a server must survive, a row each: what is done to it, what is required, and what this one did.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

namespace mtm::faults {

/// Thrown by a row when the server did not do what is required: the sentence goes into the table.
struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Row {
  const char* number;  // of the table in the requirements
  const char* fault;
  const char* required;
  std::string (*run)();  // this server's figure
};

std::vector<Row> client_rows();
std::vector<Row> database_rows();
std::vector<Row> cluster_rows();
std::vector<Row> other_rows();

/// Faults at random for so long, with writers and readers all the time: nothing lost, and what the memory does.
std::string soak(int minutes);

}  // namespace mtm::faults
