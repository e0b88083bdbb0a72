#include "transfer/history/zip_files.hpp"

#include <catch2/catch.hpp>

#include "transfer/history/file_input.hpp"
#include "transfer/history/format.hpp"
#include "unit/transfer/history/made_zip.hpp"

using namespace mtm::transfer;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

std::string content_of(Input& input) {
  std::string content;
  while (true) {
    auto piece = input.next();
    if (piece.empty()) return content;
    content += piece;
  }
}

std::string content_of(ZipFiles& files, const ZipEntry& entry) {
  auto input = files.open(entry);
  return content_of(*input);
}

std::vector<std::string> names_in(const ZipFiles& files) {
  std::vector<std::string> names;
  for (const auto& entry : files.entries()) names.push_back(entry.name);
  return names;
}

using Names = std::vector<std::string>;

/// The sentence with which the ZIP is refused; "" when it isn't.
std::string refusal_of(const std::string& zip, const ZipLimits& limits = {}) {
  MadeFile file(zip);
  try {
    ZipFiles files(file.path, limits);
    for (const auto& entry : files.entries()) content_of(files, entry);
    return {};
  } catch (const Refused& refused) {
    return refused.what();
  }
}

/// A ZIP of one file that libzip packs.
std::string packed(const std::string& name, const std::string& content, int method = ZIP_CM_DEFLATE,
                   const char* password = nullptr) {
  MadeFile file("");
  std::filesystem::remove(file.path);
  auto zip = zip_open(file.path.c_str(), ZIP_CREATE, nullptr);
  auto source = zip_source_buffer(zip, content.data(), content.size(), 0);
  auto index = static_cast<zip_uint64_t>(zip_file_add(zip, name.c_str(), source, 0));
  zip_set_file_compression(zip, index, method, 9);
  if (password) zip_file_set_encryption(zip, index, ZIP_EM_AES_256, password);
  REQUIRE(zip_close(zip) == 0);
  FileInput input(file.path);
  return content_of(input);
}

}  // namespace

TEST_CASE("a file on disk is read to its end") {
  std::string content(300'000, 'x');
  content += "end";
  MadeFile file(content);
  FileInput input(file.path);
  CHECK(content_of(input) == content);
  FileInput again(file.path);
  CHECK(beginning_of(again, 10) == "xxxxxxxxxx");
  CHECK_THROWS_AS(FileInput("/nowhere/at/all"), std::system_error);
}

TEST_CASE("files of a ZIP are read, stored and deflated") {
  std::string content;
  for (int i = 0; i < 50'000; ++i) content += std::to_string(i) + ",";
  for (int method : {ZIP_CM_STORE, ZIP_CM_DEFLATE}) {
    MadeFile file(packed("MyData/endsong_0.json", content, method));
    ZipFiles files(file.path);
    REQUIRE(names_in(files) == Names{"MyData/endsong_0.json"});
    CHECK(files.entries()[0].size == content.size());
    CHECK(content_of(files, files.entries()[0]) == content);
    CHECK(content_of(files, files.entries()[0]) == content);
    CHECK(files.unpacked() == 2 * content.size());
  }
}

TEST_CASE("folders and what macOS adds are left out") {
  MadeZip zip;
  for (std::string name : {"a/", "a/b.json", "__MACOSX/a/._b.json", "x/__MACOSX/c.json", "a/._b.json", "._b.json",
                           "a\\__MACOSX\\c.json", "a/__MACOSX.json", "a/.scrobbler.log"})
    zip.add({name, "[]"});
  MadeFile file(zip.finished());
  CHECK(names_in(ZipFiles(file.path)) == Names{"a/b.json", "a/__MACOSX.json", "a/.scrobbler.log"});
}

TEST_CASE("names are only shown: paths out of the folder, equal ones, none, other encodings and control characters") {
  MadeZip zip;
  zip.add({"../../etc/passwd", "first"}).add({"/etc/passwd", "second"}).add({"a.json", "third"});
  zip.add({"a.json", "fourth"}).add({"", "fifth"}).add({std::string("a\0.\0j\0", 6), "sixth"});
  zip.add({"\x81.json", "seventh"}).add({"\xc3\xbc.json", "eighth", 0, 1 << 11}).add({"\x1b[2J", "ninth"});
  zip.add({std::string(60'000, 'n'), "tenth"}).add({std::string("\0a\0b", 4), "eleventh"});
  MadeFile file(zip.finished());
  ZipFiles files(file.path);
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& entry : files.entries()) found.emplace_back(entry.name, content_of(files, entry));
  const std::vector<std::pair<std::string, std::string>> expected = {{"../../etc/passwd", "first"},
                                                                     {"/etc/passwd", "second"},
                                                                     {"a.json", "third"},
                                                                     {"a.json (2)", "fourth"},
                                                                     {"file 5", "fifth"},
                                                                     {"a . j ", "sixth"},
                                                                     {"ü.json", "seventh"},
                                                                     {"ü.json (2)", "eighth"},
                                                                     {"←[2J", "ninth"},
                                                                     {std::string(300, 'n') + "…", "tenth"},
                                                                     {" a b", "eleventh"}};
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    CHECK(found[i].first == expected[i].first);
    CHECK(found[i].second == expected[i].second);
  }
}

TEST_CASE("a ZIP with 64-bit sizes and counts is read") {
  MadeZip zip;
  zip.add({.name = "a.json", .content = "[1]", .sizes_of_64_bits = true}).add({"b.json", "[2]"});
  MadeFile file(zip.finished({}, true));
  ZipFiles files(file.path);
  REQUIRE(names_in(files) == Names{"a.json", "b.json"});
  CHECK(content_of(files, files.entries()[0]) == "[1]");
  CHECK(content_of(files, files.entries()[1]) == "[2]");
}

TEST_CASE("a file of a ZIP that can't be read says why, and the others are read") {
  struct Case {
    MadeEntry entry;
    std::string why;
  };
  const Case cases[] = {
      {{"a.json", "[1]", 0, 1}, "It is encrypted"},
      {{"a.json", "[1]", 77}, "It is compressed by method 77"},
      {{"a.json", "[1]", 0, 0, 12345}, "The ZIP is damaged: the checksum"},
      {{"a.json", "\xff\xff", 8}, "The ZIP is damaged at this file"},
      {{.name = "a.json", .content = "[1]", .size = 7}, "The ZIP is damaged"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.why);
    MadeFile file(MadeZip().add(one.entry).add({"b.json", "[2]"}).finished());
    ZipFiles files(file.path);
    REQUIRE(names_in(files) == Names{"a.json", "b.json"});
    CHECK_THROWS_WITH(content_of(files, files.entries()[0]), StartsWith(one.why));
    CHECK_THROWS_AS(content_of(files, files.entries()[0]), BrokenFile);
    CHECK(content_of(files, files.entries()[1]) == "[2]");
  }
  MadeFile encrypted(packed("a.json", "[1]", ZIP_CM_DEFLATE, "secret"));
  CHECK_THAT(ZipFiles(encrypted.path).entries().at(0).unreadable, StartsWith("It is encrypted"));
}

TEST_CASE("what is no ZIP, or a part of one, is refused") {
  auto whole = MadeZip().add({"a.json", std::string(500, 'x')}).finished();
  for (std::string text : {std::string("PK\3\4 nonsense"), std::string("[]"), whole.substr(0, whole.size() - 1),
                           whole.substr(0, 300), whole.substr(100)}) {
    CAPTURE(text.size());
    CHECK_THAT(refusal_of(text), StartsWith("This is not a ZIP, or only a part of one"));
  }
  CHECK_THROWS_AS(ZipFiles("/nowhere/at/all"), std::system_error);
}

TEST_CASE("every beginning of a ZIP, and one with any byte changed, is read or refused with a sentence") {
  auto whole = packed("MyData/endsong_0.json", "[{\"ts\":\"2024-01-01T00:00:00Z\"}]");
  auto attempt = [](const std::string& zip) {
    try {
      return refusal_of(zip);
    } catch (const BrokenFile& broken) {
      return std::string(broken.what());
    }
  };
  for (std::size_t length = 1; length < whole.size(); ++length) CHECK(!attempt(whole.substr(0, length)).empty());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x15);
    auto said = attempt(changed);
    CHECK((said.empty() || said.ends_with('.')));
  }
}

TEST_CASE("a bomb is refused early") {
  auto bomb = packed("a.json", std::string(200'000'000, ' '));
  REQUIRE(bomb.size() < 400'000);
  MadeFile file(bomb);
  ZipFiles files(file.path);
  CHECK_THROWS_WITH(content_of(files, files.entries()[0]), Contains("more than 200 times its size"));
  CHECK(files.unpacked() < 201 * bomb.size() + 1'000'000);

  CHECK(refusal_of(packed("a.json", std::string(900'000, ' '))).empty());
  CHECK_THAT(refusal_of(packed("a.json", std::string(100'000, 'x'), ZIP_CM_STORE), {.unpacked = 99'999}),
             StartsWith("This ZIP unpacks to more than"));
  MadeZip many;
  for (int i = 0; i < 10; ++i) many.add({std::to_string(i), std::string(10'000, 'x')});
  CHECK_THAT(refusal_of(many.finished(), {.unpacked = 99'999}), StartsWith("This ZIP unpacks to more than"));
  CHECK(refusal_of(many.finished(), {.unpacked = 100'000}).empty());
}

TEST_CASE("of very many files the first are looked at, and of too many none") {
  MadeZip zip;
  for (int i = 0; i < 100'000; ++i) zip.add({std::to_string(i) + ".json", ""});
  MadeFile file(zip.finished({}, true));
  ZipFiles files(file.path);
  CHECK(files.entries().size() == 10'000);
  CHECK(files.left_out() == 90'000);
  CHECK(files.entries().back().name == "9999.json");

  CHECK(refusal_of(zip.finished({}, true), {.entries = 99'999}) ==
        "This ZIP says it holds 100,000 files. No history has so many.");
  CHECK_THAT(refusal_of(MadeZip().finished(UINT64_MAX, true)), StartsWith("This ZIP says it holds"));
  CHECK_THAT(refusal_of(MadeZip().add({"a", ""}).finished(60'000), {.entries = 50'000}), Contains("60,000 files"));
}
