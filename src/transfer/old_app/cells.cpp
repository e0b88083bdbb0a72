#include "transfer/old_app/cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/clock.hpp"
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

}  // namespace

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

bool is_spotify_id(std::string_view text) {
  return text.size() == 22 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
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
  auto cell = query_.cell(column);
  if (!cell.blob() && cell.text().starts_with("spotify:local:"))
    reject(column, "names a local file, which Spotify does not have");
  if (cell.blob() || !is_spotify_id(cell.text())) reject(column, "is not a Spotify id: 22 letters and digits");
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
  auto date = cell.blob() ? std::nullopt : spotify::release_date(cell.text());
  if (!date) {
    mend(fmt::format("{} can't be read", name(column)));
    return std::nullopt;
  }
  constexpr std::size_t kDay = 10;  // 2020-03-15; a time of day may follow
  if (date->text.size() < std::min(cell.text().size(), kDay))
    mend(fmt::format("{} is not a whole date: the part that is one is kept", name(column)));
  return std::move(date->text);
}

std::optional<KeptJson> Cells::object_or_mend(int column) {
  auto cell = query_.cell(column);
  if (cell.null()) return std::nullopt;
  try {
    if (cell.blob()) throw BadJson("is a blob, not text");
    auto digest = json_.digest(cell.text());
    if (!digest.object) throw BadJson("is not a JSON object");
    return KeptJson{std::string(cell.text()), digest.number};
  } catch (const BadJson& bad) {
    mend(fmt::format("{} {}", name(column), bad.what()));
    return std::nullopt;
  }
}

void Cells::check_number(int column, std::string_view key, double value, double least, double most) const {
  if (value >= least && value <= most) return;
  throw Rejected{fmt::format("{}: {} is out of range: {} to {}", name(column), key, least, most),
                 fmt::format("{}", value)};
}

void Cells::note_odd_day(int column, std::chrono::sys_days day) {
  constexpr std::chrono::sys_days kFirst = std::chrono::year(2002) / 1 / 1;
  // A day later than here may have begun elsewhere.
  auto last = std::chrono::floor<std::chrono::days>(wall_now()) + std::chrono::days(1);
  if (day >= kFirst && day <= last) return;
  remarks_.notes.push_back(
      fmt::format("{} is before 2002 or in the future: it is kept, but its year is not offered", name(column)));
}

}  // namespace mtm::transfer
