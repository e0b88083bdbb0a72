#include "transfer/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/utf8.hpp"
#include "spotify/release_date.hpp"
#include "transfer/words.hpp"

namespace mtm::transfer {

namespace {

/// Counts characters; nothing when it is not UTF-8.
std::optional<std::size_t> characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) {
    auto length = utf8_length(text);
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
  }
  return count;
}

/// A number that is whole, however its cell holds it: 7, 7.0 or '7'.
std::optional<std::int64_t> whole(const Cell& cell) {
  if (cell.type() == SQLITE_INTEGER) return cell.integer();
  if (cell.type() == SQLITE_FLOAT) {
    double real = cell.real();
    bool fits = real >= -9e15 && real <= 9e15;
    if (!fits || real != static_cast<double>(static_cast<std::int64_t>(real))) return std::nullopt;
    return static_cast<std::int64_t>(real);
  }
  if (cell.type() != SQLITE_TEXT) return std::nullopt;
  auto text = cell.text();
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

bool is_spotify_id(std::string_view text) {
  return !text.empty() && text.size() <= 22 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
  });
}

void Cells::reject(int column, std::string_view why) const {
  auto cell = query_.cell(column);
  constexpr std::size_t kShown = 400;  // bytes are enough for what printable() keeps
  throw Rejected{fmt::format("{} {}", name(column), why), printable(cell.text().substr(0, kShown))};
}

std::string Cells::checked_text(int column, std::size_t most) const {
  auto cell = query_.cell(column);
  if (cell.blob()) reject(column, "is a blob, not text");
  auto text = cell.text();
  if (text.find('\0') != text.npos) reject(column, "holds a NUL");
  auto length = characters(text);
  if (!length) reject(column, "is not UTF-8");
  if (*length > most) reject(column, fmt::format("is longer than {} characters", most));
  return std::string(text);
}

std::string Cells::text(int column, std::size_t most) {
  if (null(column)) reject(column, "is missing");
  return checked_text(column, most);
}

std::optional<std::string> Cells::text_if_any(int column, std::size_t most) {
  if (null(column)) return std::nullopt;
  return checked_text(column, most);
}

std::string Cells::spotify_id(int column) {
  if (null(column)) reject(column, "is missing");
  if (query_.cell(column).blob() || !is_spotify_id(query_.cell(column).text())) reject(column, "is no Spotify id");
  return raw_text(column);
}

std::int64_t Cells::whole_number(int column, std::int64_t least, std::int64_t most) {
  if (null(column)) reject(column, "is missing");
  auto number = whole(query_.cell(column));
  if (!number) reject(column, "is not a whole number");
  if (*number < least || *number > most) reject(column, fmt::format("is out of range: {} to {}", least, most));
  return *number;
}

std::optional<std::int64_t> Cells::whole_number_if_any(int column, std::int64_t least, std::int64_t most) {
  if (null(column)) return std::nullopt;
  return whole_number(column, least, most);
}

std::chrono::sys_days Cells::day(int column) {
  if (null(column)) reject(column, "is missing");
  auto cell = query_.cell(column);
  auto day = cell.blob() ? std::nullopt : day_from(cell.text());
  if (!day) reject(column, "is not a date");
  return *day;
}

std::optional<Time> Cells::time_or_mend(int column) {
  auto cell = query_.cell(column);
  if (cell.null()) return std::nullopt;
  auto time = cell.blob() ? std::nullopt : time_from(cell.text());
  if (!time) mend(fmt::format("{} can't be read", name(column)));
  return time;
}

std::optional<std::string> Cells::release_date_or_mend(int column) {
  auto cell = query_.cell(column);
  if (cell.null()) return std::nullopt;
  if (!cell.blob()) {
    if (auto date = spotify::release_date(cell.text())) return std::move(date->text);
    if (cell.text().size() > 10)
      if (auto day = day_from(cell.text())) return iso_text(*day);
  }
  mend(fmt::format("{} can't be read", name(column)));
  return std::nullopt;
}

std::optional<KeptJson> Cells::object_or_mend(int column) {
  auto cell = query_.cell(column);
  if (cell.null()) return std::nullopt;
  try {
    if (cell.blob()) throw BadJson("is a blob, not text");
    auto digest = json_.digest(cell.text());
    if (!digest.object) throw BadJson("is no JSON object");
    return KeptJson{std::string(cell.text()), digest.number};
  } catch (const BadJson& bad) {
    mend(fmt::format("{} {}", name(column), bad.what()));
    return std::nullopt;
  }
}

}  // namespace mtm::transfer
