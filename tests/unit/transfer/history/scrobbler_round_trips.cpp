// Histories that are made up, written in each format the way its tool writes it, and read back.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <functional>
#include <random>

#include "core/json.hpp"
#include "core/time_zone.hpp"
#include "transfer/history/readers.hpp"
#include "unit/transfer/history/described.hpp"

using namespace mtm;
using namespace mtm::transfer;

namespace {

struct Scrobble {
  std::int64_t ms;  // since 1970
  std::string artist, title, album;
  int length_s;
};

using History = std::vector<Scrobble>;

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  std::size_t one_of(std::size_t count) { return random_() % count; }

  std::string name() {
    static const std::vector<std::string> kParts = {"a",  "B",   "é", "夜汽車", "\"", "'", ",",    ";",   "\t",
                                                    "\\", "\n",  "&", "#",      "{",  "}", "[",    "]",   "\\u",
                                                    "💿", " - ", "/", ":",      "0",  " ", "\"\"", "\r\n"};
    std::string text = "x";  // with something to name it by, and no spaces around it
    for (auto count = one_of(8); count > 0; --count) text += kParts[one_of(kParts.size())];
    return text + "y";
  }

  History history() {
    History history(one_of(20));
    for (auto& one : history) {
      one.ms = 1'009'843'200'000 + static_cast<std::int64_t>(one_of(750'000'000)) * 1000;
      one.artist = name();
      one.title = name();
      if (one_of(3)) one.album = name();
      one.length_s = static_cast<int>(one_of(600));
    }
    return history;
  }

 private:
  std::mt19937 random_;
};

std::string json(std::string_view text) {
  std::string out;
  write_json(out, text);
  return out;
}

std::string quoted(std::string_view text) {
  std::string field = "\"";
  for (char c : text) field += c == '"' ? "\"\"" : std::string(1, c);
  return field + '"';
}

/// What a tool leaves of a text that deletes some characters.
std::string without(std::string text, std::string_view characters) {
  std::erase_if(text, [&](char c) { return characters.find(c) != characters.npos; });
  return text;
}

std::string joined(const History& history, std::string_view between,
                   const std::function<std::string(const Scrobble&)>& write) {
  std::string text;
  for (const auto& one : history) text.append(text.empty() ? "" : between).append(write(one));
  return text;
}

std::string lastfm_date(const Scrobble& one) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto minutes = one.ms / 60'000;
  auto date = date_text(static_cast<std::int32_t>(minutes / 1440));
  auto month = static_cast<std::size_t>(std::stoi(date.substr(5, 2)) - 1);
  return fmt::format("{} {} {} {:02}:{:02}", date.substr(8), kMonths.substr(3 * month, 3), date.substr(0, 4),
                     minutes / 60 % 24, minutes % 60);
}

struct WrittenFormat {
  const char* name;
  std::unique_ptr<HistoryReader> (*make)(const ReadingOptions&);
  std::string (*write)(const History&);
  std::string_view lost;  // characters that its tool can't write
  bool minutes = false, length = false;
};

std::string lines_of_csv(std::string_view header, std::string_view end, const History& history,
                         const std::function<std::string(const Scrobble&)>& write) {
  return std::string(header) + std::string(end) + joined(history, end, write) + std::string(end);
}

const WrittenFormat kFormats[] = {
    {.name = "lastfm-to-csv",
     .make = lastfm_to_csv_reader,
     .write =
         [](const History& history) {
           return joined(history, "\n", [](auto& one) {
             return fmt::format("{},{},{},{}", one.artist, one.album, one.title, lastfm_date(one));
           });
         },
     .lost = "\",\r\n",
     .minutes = true},
    {.name = "ghan CSV",
     .make = ghan_csv_reader,
     .write =
         [](const History& history) {
           return lines_of_csv(
               "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid", "\r\n", history, [](auto& one) {
                 return fmt::format("\"{}\",\"{}\",{},\"\",{},\"\",{},\"\"", one.ms / 1000, lastfm_date(one),
                                    quoted(one.artist), quoted(one.album), quoted(one.title));
               });
         }},
    {.name = "ghan JSON",
     .make = ghan_json_reader,
     .write =
         [](const History& history) {
           return "[{\"track\":[" +
                  joined(
                      history, ",",
                      [](auto& one) {
                        return fmt::format(
                            R"({{"artist":{{"mbid":"","#text":{}}},"album":{{"mbid":"","#text":{}}},"name":{},"date":{{"uts":"{}"}}}})",
                            json(one.artist), json(one.album), json(one.title), one.ms / 1000);
                      }) +
                  "]}]";
         }},
    {.name = "lastfmstats CSV",
     .make = lastfmstats_csv_reader,
     .write =
         [](const History& history) {
           return lines_of_csv(
               "\xEF\xBB\xBF"
               "Artist;Album;AlbumId;Track;Date#me",
               "\n", history, [](auto& one) {
                 return fmt::format("{};{};\"\";{};\"{}\"", quoted(one.artist), quoted(one.album), quoted(one.title),
                                    one.ms);
               });
         }},
    {.name = "lastfmstats JSON",
     .make = lastfmstats_json_reader,
     .write =
         [](const History& history) {
           return "{\"username\":\"me\",\"scrobbles\":[" +
                  joined(history, ",",
                         [](auto& one) {
                           return fmt::format(R"({{"track":{},"artist":{},"album":{},"albumId":"","date":{}}})",
                                              json(one.title), json(one.artist), json(one.album), one.ms);
                         }) +
                  "]}";
         }},
    {.name = "Libre.fm",
     .make = librefm_reader,
     .write =
         [](const History& history) {
           return lines_of_csv("# by Libre.fm,,,\nTime,Album,Artist,Track", "\n", history, [](auto& one) {
             return fmt::format("{},{},{},{}", one.ms / 1000, quoted(one.album), quoted(one.artist), quoted(one.title));
           });
         }},
    {.name = "ListenBrainz",
     .make = listenbrainz_lines_reader,
     .write =
         [](const History& history) {
           return joined(history, "\n", [](auto& one) {
             return fmt::format(
                 R"({{"listened_at":{},"track_metadata":{{"track_name":{},"artist_name":{},"release_name":{},"additional_info":{{"duration_ms":{}}},"mbid_mapping":null}}}})",
                 one.ms / 1000, json(one.title), json(one.artist), json(one.album), one.length_s * 1000);
           });
         },
     .length = true},
    {.name = "Maloja",
     .make = maloja_reader,
     .write =
         [](const History& history) {
           return "{\n   \"maloja\": {\"export_time\": 1},\n   \"scrobbles\": [" +
                  joined(
                      history, ",\n",
                      [](auto& one) {
                        return fmt::format(
                            R"({{"time": {}, "track": {{"artists": [{}], "title": {}, "album": {{"artists": null, "albumtitle": {}}}, "length": {}}}, "duration": null, "origin": null}})",
                            one.ms / 1000, json(one.artist), json(one.title), json(one.album), one.length_s);
                      }) +
                  "]}";
         },
     .length = true},
    {.name = "Koito",
     .make = koito_reader,
     .write =
         [](const History& history) {
           return R"({"version":"1","user":"me","listens":[)" +
                  joined(history, ",",
                         [](auto& one) {
                           auto alias = [](const std::string& name) {
                             return fmt::format(R"("aliases":[{{"alias":"other"}},{{"alias":{},"is_primary":true}}])",
                                                json(name));
                           };
                           return fmt::format(
                               R"({{"listened_at":{},"track":{{"duration":{},{}}},"album":{{{}}},"artists":[{{{}}}]}})",
                               json(to_rfc3339(PlayTime(std::chrono::milliseconds(one.ms)))), one.length_s,
                               alias(one.title), alias(one.album), alias(one.artist));
                         }) +
                  "]}";
         },
     .length = true},
    {.name = "Rockbox",
     .make = rockbox_reader,
     .write =
         [](const History& history) {
           return lines_of_csv("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox", "\n", history, [](auto& one) {
             return fmt::format("{}\t{}\t{}\t1\t{}\tL\t{}\t", one.artist, one.album, one.title, one.length_s,
                                one.ms / 1000);
           });
         },
     .lost = "\t\r\n",
     .length = true},
    {.name = "Pano Scrobbler's lines",
     .make = pano_lines_reader,
     .write =
         [](const History& history) {
           return joined(history, "\n", [](auto& one) {
             return fmt::format(
                 R"({{"timeMs":{},"artist":{},"track":{},"album":{},"durationMs":{},"event":"scrobble"}})", one.ms,
                 json(one.artist), json(one.title), json(one.album), one.length_s * 1000);
           });
         },
     .length = true},
    {.name = "Pano Scrobbler's CSV",
     .make = pano_csv_reader,
     .write =
         [](const History& history) {
           return lines_of_csv("timeHuman,timeMs,artist,track,album,durationMs,event", "\n", history, [](auto& one) {
             return fmt::format("x,{},{},{},{},{},scrobble", one.ms, quoted(one.artist), quoted(one.title),
                                quoted(one.album), one.length_s * 1000);
           });
         },
     .length = true},
};

}  // namespace

TEST_CASE("a history written in any format is read back as it was, in pieces of any size") {
  auto seed = GENERATE(range(0, 200));
  CAPTURE(seed);
  Maker maker(static_cast<unsigned>(seed));
  auto history = maker.history();
  ReadingOptions options{.now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 10),
                         .zone = TimeZone::of("Asia/Tokyo")};
  for (const auto& format : kFormats) {
    CAPTURE(format.name);
    auto expected = history;
    for (auto& one : expected) {
      for (auto* text : {&one.artist, &one.title, &one.album}) *text = without(*text, format.lost);
      if (format.minutes) one.ms -= one.ms % 60'000;
    }
    auto text = format.write(expected);
    CAPTURE(text);
    auto reader = format.make(options);
    auto told = told_of(*reader, text, 1 + maker.one_of(200));
    CHECK(told.rejected.empty());
    CHECK(told.breaks.empty());
    REQUIRE(told.taken.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CAPTURE(i);
      CHECK(told.taken[i].row == static_cast<std::int64_t>(i) + 1);
      CHECK(told.taken[i].at == PlayTime(std::chrono::milliseconds(expected[i].ms)));
      CHECK(told.taken[i].artist == expected[i].artist);
      CHECK(told.taken[i].title == expected[i].title);
      CHECK(told.taken[i].album == expected[i].album);
      auto length = format.length && expected[i].length_s > 0 ? expected[i].length_s * 1000 : -1;
      CHECK(told.taken[i].length_ms == length);
    }
  }
}
