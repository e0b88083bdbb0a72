// The statements that bring the rows of our own export in, noun by noun (store/own_exports.hpp).
#pragma once
#include <array>
#include <string_view>

namespace mtm::store {

// A noun's rows that wait are own_<noun>; judged_<noun> has them with what became of each: `refused` says why it can't
// be brought, `there` that it is known already, and here_… are the numbers that this database has. $1 is the user, $2
// the source that stands for the archive, $3 the version of what is written.
//
// A source of the archive is known by its kind, name and time, whatever its number. What such a source has told already
// is there; what is new goes to a source of its own, so that undoing this archive takes back what it brought and
// nothing else.
struct OwnExportNoun {
  std::string_view noun;
  std::string_view table;  // into which most of its rows go, whose keys are known to be there
  const char* judge;
  std::array<const char*, 3> keep;  // in this order; null: nothing more
};

/// Of a noun that has rows to bring.
const OwnExportNoun& own_export_noun(std::string_view name);

}  // namespace mtm::store
