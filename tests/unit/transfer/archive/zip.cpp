#include "transfer/archive/zip.hpp"

#include <catch2/catch.hpp>

using mtm::transfer::ZipWriter;

namespace {

std::uint64_t number_at(const std::string& bytes, std::size_t place, std::size_t length) {
  std::uint64_t number = 0;
  for (std::size_t i = length; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[place + i]);
  return number;
}

/// What the archive's end says of its directory: entries, size, place.
struct End {
  explicit End(const std::string& bytes) {
    auto at = bytes.rfind(std::string("PK\5\6", 4));
    entries = number_at(bytes, at + 10, 2);
    size = number_at(bytes, at + 12, 4);
    place = number_at(bytes, at + 16, 4);
  }
  std::uint64_t entries, size, place;
};

std::string archive(std::uint64_t before, int files) {
  ZipWriter zip(mtm::wall_now(), before);
  for (int i = 0; i < files; ++i) {
    zip.begin_file("file-" + std::to_string(i));
    zip.write("contents");
    zip.end_file();
  }
  zip.finish();
  return zip.take();
}

}  // namespace

TEST_CASE("the end of an archive says where its directory stands and what it has") {
  auto bytes = archive(0, 3);
  End end(bytes);
  CHECK(end.entries == 3);
  CHECK(bytes.substr(end.place, 4) == std::string("PK\1\2", 4));
  CHECK(end.place + end.size + 22 == bytes.size());
}

TEST_CASE("places beyond 32 bits and entries beyond 16 stand in records of their own") {
  CHECK(archive(0, 2).find(std::string("PK\6\6", 4)) == std::string::npos);
  for (const auto& bytes : {archive(5'000'000'000, 2), archive(0, 66'000)}) {
    End end(bytes);
    CHECK((end.place == 0xffffffff && end.entries == 0xffff));
    auto at = bytes.rfind(std::string("PK\6\6", 4));
    REQUIRE(at != std::string::npos);
    CHECK(number_at(bytes, at + 32, 8) >= 2);
  }
}

TEST_CASE("what is taken on the way and at the end is one and the same archive") {
  auto now = mtm::wall_now();
  ZipWriter whole(now), pieces(now);
  std::string text(300'000, 'x'), taken;
  for (auto* zip : {&whole, &pieces}) {
    zip->begin_file("a");
    for (int i = 0; i < 10; ++i) {
      zip->write(text);
      if (zip == &pieces) taken += zip->take();
    }
    CHECK(zip->written() == 3'000'000);
    zip->end_file();
    zip->finish();
  }
  taken += pieces.take();
  CHECK(taken == whole.take());
}
