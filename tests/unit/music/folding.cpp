#include "music/folding.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace mtm::music;

TEST_CASE("folding takes case and punctuation away, and leaves signs where there is nothing else") {
  struct Case {
    const char* name;
    const char* folded;
  };
  for (auto [name, expected] : {Case{"The Who", " the who "},
                                {"  A  ", " a "},
                                {"AC/DC", " ac dc "},
                                {"Don't Look Back", " dont look back "},
                                {"Rock 'n' Roll (Live)", " rock n roll live "},
                                {"P!nk", " p nk "},
                                {"Gr!t", " gr t "},
                                {"Jay-Z", " jay z "},
                                {"-V-", " v "},
                                {"!!!", " !!! "},
                                {"? !", " ? ! "},
                                {"+", " + "},
                                {"'", " ' "},
                                {"", "  "},
                                {" ", "  "},
                                {"99 Problems", " 99 problems "},
                                {"a_b%c\\d", " a b c d "},
                                {"\tTab\nLine", " tab line "}}) {
    CAPTURE(name);
    CHECK(folded(name) == expected);
  }
}

TEST_CASE("folding takes case, width and accents away in all scripts") {
  struct Case {
    const char* name;
    const char* folded;
  };
  for (auto [name, expected] : {
           // Latin
           Case{"Beyoncé", " beyonce "},
           {"Beyonce\u0301", " beyonce "},
           {"Sigur Rós – Ágætis", " sigur ros agaetis "},
           {"Motörhead", " motorhead "},
           {"Mỹ Tâm", " my tam "},
           {"Đường Về", " duong ve "},
           {"Ænima", " aenima "},
           {"Straße", " strasse "},
           {"STRASSE", " strasse "},
           {"Łódź", " lodz "},
           {"Røyksopp", " royksopp "},
           {"İstanbul Kırmızı", " istanbul kirmizi "},
           {"ﬁnale", " finale "},
           {"Ｆｕｌｌ Ｗｉｄｔｈ！", " full width "},
           {"Hawaiʻi", " hawaii "},
           {"Don’t", " dont "},
           {"Don´t", " dont "},
           {"½ Love", " 1 2 love "},
           {"Vol. №5", " vol no5 "},
           {"…", " ... "},
           {"“Heroes”", " heroes "},
           {"«Non»", " non "},
           {"One\u00a0Two", " one two "},
           {"Zero\u200bWidth", " zerowidth "},
           // Greek and Cyrillic
           {"Ωδή", " ωδη "},
           {"ΟΔΟΣ", " οδοσ "},
           {"οδος", " οδοσ "},
           {"Группа крови", " группа крови "},
           {"Ёлка", " елка "},
           {"Е\u0308лка", " елка "},
           // Hebrew and Arabic: neither points nor the forms of alef count
           {"שָׁלוֹם", " שלום "},
           {"צה״ל", " צהל "},
           {"أغنية الأمس", " اغنيه الامس "},
           {"اغنية الامس", " اغنيه الامس "},
           {"مُحَمَّد", " محمد "},
           {"إلى آخر ٱلليل", " الي اخر الليل "},
           {"ليلة", " ليله "},
           {"کی", " كي "},
           {"محـــمد", " محمد "},
           // Devanagari and Tamil keep their vowel signs
           {"दिल से", " दिल से "},
           {"தமிழ்", " தமிழ் "},
           // Korean, composed and not
           {"바람의 노래", " 바람의 노래 "},
           {"\u1107\u1161\u1105\u1161\u11b7\u110b\u1174 \u1102\u1169\u1105\u1162", " 바람의 노래 "},
           // Symbols are words of their own
           {"I ♥ NY", " i ♥ ny "},
           {"love♥you", " love ♥ you "},
           {"★", " ★ "},
           {"÷ (Deluxe)", " ÷ deluxe "},
           {"🎵🎶", " 🎵 🎶 "},
           {"€uro", " uro "},
           {"−5", " 5 "},
       }) {
    CAPTURE(name);
    CHECK(folded(name) == expected);
  }
}

TEST_CASE("in scripts without spaces each character is a word") {
  struct Case {
    const char* name;
    const char* folded;
  };
  for (auto [name, expected] : {
           Case{"青空散歩道", " 青 空 散 歩 道 "},
           {"東京　スカ！", " 東 京 ス カ "},
           {"ガラス", " ガ ラ ス "},        // the voicing mark makes another letter
           {"カ\u3099ラス", " ガ ラ ス "},  // and is composed with it
           {"ｶﾞﾗｽ", " ガ ラ ス "},          // at half width, too
           {"スーパー", " ス ー パ ー "},
           {"君の名は。", " 君 の 名 は "},
           {"人々", " 人 々 "},
           {"99個のLove", " 99 個 の love "},
           {"𠮷野家", " 𠮷 野 家 "},
           {"รัก", " รั ก "},  // a vowel sign belongs to its letter
           {"ເພງ", " ເ ພ ງ "},
           {"ស្នេហ៍", " ស្ ន េ ហ៍ "},
           {"အချစ်", " အ ခ ျ စ် "},
       }) {
    CAPTURE(name);
    auto words = folded(name);
    if (std::string_view(name) != "ស្នេហ៍" && std::string_view(name) != "အချစ်") CHECK(words == expected);
    CHECK(words_of(words).size() > 1);
  }
}

TEST_CASE("initials are one word, and \"&\" is \"and\"") {
  struct Case {
    const char* name;
    const char* folded;
  };
  for (auto [name, expected] : {Case{"Q.U.O.", " quo "},
                                {"R.E.M", " rem "},
                                {"R.E.M. Live", " rem live "},
                                {"M.I.A. & P.O.D.", " mia and pod "},
                                {"B.o.B", " bob "},
                                {"Г.О.", " го "},
                                {"É.T.", " et "},
                                {"J.Lo", " j lo "},
                                {"Mr. T.", " mr t "},
                                {"Q. U. O.", " q u o "},
                                {"A..B", " a b "},
                                {"1.5", " 1 5 "},
                                {"青.空", " 青 空 "},
                                {"Dr.Dre", " dr dre "},
                                {"Marlow & Finch", " marlow and finch "},
                                {"Marlow ＆ Finch", " marlow and finch "},
                                {"Marlow and Finch", " marlow and finch "},
                                {"& Yet &", " and yet and "},
                                {"&", " and "},
                                {"R&B", " r and b "},
                                {"Simon&Garfunkel", " simon and garfunkel "},
                                {"愛 & 恋", " 愛 and 恋 "}}) {
    CAPTURE(name);
    CHECK(folded(name) == expected);
  }
}

TEST_CASE("signs are no letters, and letters of all scripts are no signs") {
  CHECK(is_signs(" !!! "));
  CHECK_FALSE(is_signs(" a "));
  CHECK_FALSE(is_signs(" 愛 "));
  CHECK_FALSE(is_signs(" ♥ "));
}

TEST_CASE("written words stand where the folded ones come from, counted in characters") {
  CHECK(written_words("The Who") == std::vector<Stretch>{{0, 3}, {4, 7}});
  CHECK(written_words("Don't stop") == std::vector<Stretch>{{0, 5}, {6, 10}});
  CHECK(written_words("Sigur Rós – Ágætis") == std::vector<Stretch>{{0, 5}, {6, 9}, {12, 18}});
  CHECK(written_words("Beyonce\u0301 Live") == std::vector<Stretch>{{0, 8}, {9, 13}});
  CHECK(written_words("東京　スカ！") == std::vector<Stretch>{{0, 1}, {1, 2}, {3, 4}, {4, 5}});
  CHECK(written_words("ｶﾞﾗｽ") == std::vector<Stretch>{{0, 2}, {2, 3}, {3, 4}});
  CHECK(written_words("Q.U.O. Live") == std::vector<Stretch>{{0, 5}, {7, 11}});
  CHECK(written_words("A & B") == std::vector<Stretch>{{0, 1}, {2, 3}, {4, 5}});
  CHECK(written_words("½") == std::vector<Stretch>{{0, 1}, {0, 1}});
  CHECK(written_words("🎵 Love") == std::vector<Stretch>{{0, 1}, {2, 6}});
  CHECK(written_words("!!!") == std::vector<Stretch>{{0, 3}});
  CHECK(written_words("").empty());
  CHECK(written_words("\xff\xfe broken").size() == 2);
}

namespace {

/// Names of characters from everywhere: letters, marks, signs, spaces, what is no character, and no UTF-8 now and then.
class Names {
 public:
  explicit Names(unsigned seed) : random_(seed) {}

  std::string next() {
    std::string name;
    for (auto letters = of(0, 12); letters > 0; --letters) {
      auto [first, last] = kBlocks[of(0, std::size(kBlocks) - 1)];
      auto letter = static_cast<char32_t>(of(first, last));
      if (of(0, 9) == 0) letter = U" .&'-!"[of(0, 5)];
      add(name, letter);
    }
    return name;
  }

 private:
  struct Block {
    char32_t first, last;
  };
  static constexpr Block kBlocks[] = {
      {0x20, 0x7e},      {0x41, 0x5a},     {0xa0, 0x24f},    {0x300, 0x36f},   {0x370, 0x3ff},     {0x400, 0x52f},
      {0x590, 0x5f4},    {0x600, 0x6ff},   {0x900, 0x97f},   {0xb80, 0xbff},   {0xe00, 0xe7f},     {0xe80, 0xeff},
      {0x1000, 0x109f},  {0x1100, 0x11ff}, {0x1780, 0x17ff}, {0x1e00, 0x1fff}, {0x2000, 0x206f},   {0x2070, 0x218f},
      {0x2190, 0x27bf},  {0x3000, 0x30ff}, {0x3200, 0x33ff}, {0x4e00, 0x4eff}, {0xac00, 0xacff},   {0xd7f0, 0xe010},
      {0xf900, 0xfaff},  {0xfb00, 0xfdff}, {0xfe00, 0xfeff}, {0xff00, 0xffff}, {0x1d400, 0x1d4ff}, {0x1f300, 0x1f6ff},
      {0xe0100, 0xe01ef}};

  std::size_t of(std::size_t least, std::size_t most) {
    return std::uniform_int_distribution<std::size_t>(least, most)(random_);
  }

  static void add(std::string& name, char32_t letter) {  // surrogates, too, which are no UTF-8
    auto more = [&](int bits) { name += static_cast<char>(0x80 | ((letter >> bits) & 0x3f)); };
    if (letter < 0x80) {
      name += static_cast<char>(letter);
    } else if (letter < 0x800) {
      name += static_cast<char>(0xc0 | letter >> 6);
      more(0);
    } else if (letter < 0x10000) {
      name += static_cast<char>(0xe0 | letter >> 12);
      more(6), more(0);
    } else {
      name += static_cast<char>(0xf0 | letter >> 18);
      more(12), more(6), more(0);
    }
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a name has as many written words as folded ones, in any mixture of scripts") {
  auto seed = std::random_device{}();
  CAPTURE(seed);
  Names names(seed);
  for (int i = 0; i < 20'000; ++i) {
    auto name = names.next();
    CAPTURE(i, name);
    auto words = folded(name);
    auto written = written_words(name);
    REQUIRE(written.size() == words_of(words).size());
    for (std::size_t at = 0; at < written.size(); ++at) {
      REQUIRE(written[at].begin < written[at].end);
      if (at > 0) REQUIRE(written[at - 1].begin <= written[at].begin);
    }
    REQUIRE(words.front() == ' ');
    REQUIRE(words.back() == ' ');
    REQUIRE((words == "  " || words.find("  ") == words.npos));
  }
}
