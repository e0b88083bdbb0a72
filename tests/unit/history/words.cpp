#include "history/words.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "history/builder.hpp"

using namespace mtm;
using namespace mtm::history;

namespace {

HistoryPtr library() {
  Builder builder;
  std::int64_t id = 0;
  auto add = [&](std::string_view title, std::int64_t artist_id, std::string_view artist, std::string_view album) {
    TrackRow row;
    row.id = ++id;
    row.name = title;
    row.artist_id = artist_id;
    row.artist = artist;
    if (!album.empty()) row.album = album;
    builder.add(row);
  };
  add("Love Love", 1, "Love", "Love");
  add("Love", 2, "The The", "");
  add("Lovely", 1, "Love", "The End");
  add("!!!", 3, "Nobody's Love", "Love");
  return builder.finish(Id{1}, 1, 1, TimeZone::of("UTC"));
}

std::vector<TrackNo> listed(std::span<const TrackNo> tracks) { return {tracks.begin(), tracks.end()}; }

}  // namespace

TEST_CASE("words stand in order, each once, with their tracks by where they stand best") {
  auto history = library();
  WordIndex index(*history->tracks);
  std::vector<std::string_view> words;
  for (WordNo word = 0; word < index.size(); ++word) words.push_back(index.word(word));
  CHECK(words == std::vector<std::string_view>{"!!!", "end", "love", "lovely", "nobodys", "the"});
  auto love = index.exactly("love");
  CHECK(listed(index.tracks(love.begin, Standing::whole_title)) == std::vector<TrackNo>{1});
  CHECK(listed(index.tracks(love.begin, Standing::title)) == std::vector<TrackNo>{0});
  CHECK(listed(index.tracks(love.begin, Standing::whole_artist)) == std::vector<TrackNo>{2});
  CHECK(listed(index.tracks(love.begin, Standing::artist)) == std::vector<TrackNo>{3});
  CHECK(listed(index.tracks(love.begin, Standing::album)).empty());
  CHECK(listed(index.all_tracks(index.exactly("the"))) == std::vector<TrackNo>{1, 2});
}

TEST_CASE("words that begin alike are neighbours, the word itself first") {
  auto history = library();
  WordIndex index(*history->tracks);
  auto range = index.beginning_with("love");
  CHECK(range.end - range.begin == 2);
  CHECK(index.word(range.begin) == "love");
  CHECK(index.count(range) == 5);
  CHECK(index.count(index.beginning_with("")) == index.all_tracks({0, index.size()}).size());
  CHECK(index.beginning_with("lover").empty());
  CHECK(index.exactly("lov").empty());
  CHECK(index.exactly("zzz").empty());
}

TEST_CASE("an index of nothing has no words") {
  WordIndex index(Tracks{});
  CHECK(index.size() == 0);
  CHECK(index.beginning_with("a").empty());
  CHECK(index.count(index.exactly("a")) == 0);
}

TEST_CASE("whoever asks first makes the index, and all get the same") {
  auto history = library();
  std::vector<const WordIndex*> given(4);
  {
    std::vector<std::jthread> threads;
    for (auto& index : given) threads.emplace_back([&] { index = &history->words->of(*history->tracks); });
  }
  CHECK(given == std::vector<const WordIndex*>(4, given.front()));
}
