#include "music/folding.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>

namespace mtm::music {

namespace {

/// Of nearly every name, so that its words are gathered without moving them.
constexpr std::size_t kMostWords = 8;

bool is_ascii(char letter) { return static_cast<unsigned char>(letter) < 0x80; }

bool is_ascii_letter(UChar32 letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'); }

bool is_ascii_digit(UChar32 letter) { return letter >= '0' && letter <= '9'; }

enum class Kind {
  letter,
  digit,
  mark,   // belongs to the character before it
  own,    // a word by itself
  joins,  // is passed over: don't
  parts,
  space,
  dot,
  ampersand
};

Kind kind_of_ascii(UChar32 letter) {
  if (is_ascii_letter(letter)) return Kind::letter;
  if (is_ascii_digit(letter)) return Kind::digit;
  if (letter == ' ' || (letter >= '\t' && letter <= '\r')) return Kind::space;
  if (letter == '\'' || letter == '`') return Kind::joins;
  if (letter == '.') return Kind::dot;
  return letter == '&' ? Kind::ampersand : Kind::parts;
}

/// Whether it is written like an apostrophe within a word, or only stretches it (the Arabic tatweel).
bool joins_words(UChar32 letter) {
  switch (letter) {
    case 0x2018:  // ‘
    case 0x2019:  // ’
    case 0x201b:  // ‛
    case 0x2032:  // ′
    case 0x02bb:  // ʻ, the Hawaiian okina
    case 0x02bc:  // ʼ
    case 0x05f3:  // Hebrew geresh and gershayim
    case 0x05f4:
    case 0x0640:  // tatweel
      return true;
    default:
      return false;
  }
}

/// Whether its script puts no spaces between words.
bool is_unspaced(UChar32 letter) {
  for (auto script :
       {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_THAI, USCRIPT_LAO, USCRIPT_KHMER, USCRIPT_MYANMAR})
    if (uscript_hasScript(letter, script)) return true;
  return false;
}

Kind kind_of(UChar32 letter) {
  if (letter < 0x80) return kind_of_ascii(letter);
  if (joins_words(letter)) return Kind::joins;
  if (u_isUWhiteSpace(letter)) return Kind::space;
  switch (u_charType(letter)) {
    case U_NON_SPACING_MARK:
    case U_COMBINING_SPACING_MARK:
    case U_ENCLOSING_MARK:
      return Kind::mark;
    case U_CONTROL_CHAR:
    case U_SPACE_SEPARATOR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_DASH_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
    case U_CONNECTOR_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
    case U_OTHER_PUNCTUATION:
    case U_CURRENCY_SYMBOL:
    case U_MODIFIER_SYMBOL:
      return Kind::parts;
    case U_MATH_SYMBOL:  // a minus and the slash of a fraction part, "÷" is a title
      return letter == 0x2212 || letter == 0x2044 ? Kind::parts : Kind::own;
    case U_OTHER_SYMBOL:
      return letter == 0xfffd ? Kind::letter : Kind::own;
    case U_DECIMAL_DIGIT_NUMBER:
      return is_unspaced(letter) ? Kind::own : Kind::digit;
    default:
      return is_unspaced(letter) ? Kind::own : Kind::letter;
  }
}

/// For names that have no letters: whatever is no space is one.
Kind kind_of_sign(Kind kind) { return kind == Kind::space ? Kind::space : Kind::digit; }

void append(std::string& text, UChar32 letter) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes, size, letter);
  text.append(bytes, static_cast<std::size_t>(size));
}

struct Word {
  std::size_t begin, size;  // in Words::text
  Stretch written;
  int letters;             // "Q" of "Q.U.O." has one; a word that can't be an initial has more
  bool after_dot = false;  // there is one dot between it and the word before, and nothing else
};

/// The words of a name as one text without gaps, so that initials are put together by their lengths alone.
struct Words {
  std::string text;
  std::vector<Word> words;
};

/// Makes words of characters, which are folded one by one and come with the stretch that they stand for in the name.
class Reader {
 public:
  explicit Reader(std::size_t bytes) {
    read_.text.reserve(bytes);
    read_.words.reserve(kMostWords);
  }

  void take(UChar32 letter, Kind kind, Stretch place) {
    switch (kind) {
      case Kind::letter:
        if (open_ != Open::word) begin(place);
        open_ = Open::word;
        extend(letter, place, 1);
        break;
      case Kind::digit:
        if (open_ != Open::word) begin(place);
        open_ = Open::word;
        extend(letter, place, kNoInitial);
        break;
      case Kind::mark:
        if (open_ == Open::none) begin(place), open_ = Open::word;
        extend(letter, place, 0);
        break;
      case Kind::own:
        begin(place);
        open_ = Open::character;
        extend(letter, place, kNoInitial);
        break;
      case Kind::joins:
        break;
      case Kind::dot:
        dot_ = open_ == Open::word;
        open_ = Open::none;
        break;
      case Kind::ampersand:
        begin(place);
        for (char each : {'a', 'n', 'd'}) extend(each, place, kNoInitial);
        open_ = Open::none;
        break;
      case Kind::parts:
      case Kind::space:
        open_ = Open::none;
        dot_ = false;
    }
  }

  Words finish() {
    put_initials_together();
    return std::move(read_);
  }

 private:
  enum class Open { none, word, character };
  static constexpr int kNoInitial = 2;

  void begin(Stretch place) {
    read_.words.push_back({read_.text.size(), 0, place, 0, dot_});
    dot_ = false;
  }

  void extend(UChar32 letter, Stretch place, int letters) {
    auto& word = read_.words.back();
    auto size = read_.text.size();
    append(read_.text, letter);
    word.size += read_.text.size() - size;
    word.written.end = place.end;
    word.letters += letters;
  }

  void put_initials_together() {
    auto& words = read_.words;
    auto goes_on = [](const Word& before, const Word& word) {
      return word.after_dot && before.letters == 1 && word.letters == 1;
    };
    if (std::adjacent_find(words.begin(), words.end(), goes_on) == words.end()) return;
    std::vector<Word> together;
    for (const auto& word : words) {
      if (!together.empty() && goes_on(together.back(), word)) {
        together.back().size += word.size;
        together.back().written.end = word.written.end;
      } else {
        together.push_back(word);
      }
    }
    words = std::move(together);
  }

  Words read_;
  Open open_ = Open::none;
  bool dot_ = false;  // there was one, right behind a word
};

/// For Latin letters that Unicode does not take apart, and Arabic ones that are written for one another.
std::u32string_view plain_letter(UChar32 letter) {
  switch (letter) {
    case 0xe6:
      return U"ae";
    case 0xf0:
    case 0x111:
      return U"d";
    case 0xf8:
      return U"o";
    case 0xfe:
      return U"th";
    case 0x127:
      return U"h";
    case 0x131:
      return U"i";
    case 0x142:
      return U"l";
    case 0x14b:
      return U"n";
    case 0x153:
      return U"oe";
    case 0x167:
      return U"t";
    case 0x192:
      return U"f";
    case 0x671:  // alef with wasla
      return U"\u0627";
    case 0x629:  // teh marbuta
      return U"\u0647";
    case 0x649:  // yeh without dots, and the Persian one
    case 0x6cc:
      return U"\u064a";
    case 0x6a9:  // the Persian kaf
      return U"\u0643";
    default:
      return {};
  }
}

/// What is written on letters and may be left away: accents of all scripts, the points of Hebrew, Arabic and Syriac.
/// Voicing marks of Japanese make other letters, and vowel signs are letters.
bool is_accent(UChar32 letter) {
  auto type = u_charType(letter);
  if ((type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK) || letter == 0x3099 || letter == 0x309a) return false;
  UErrorCode failed = U_ZERO_ERROR;
  auto script = uscript_getScript(letter, &failed);
  return script == USCRIPT_INHERITED || script == USCRIPT_HEBREW || script == USCRIPT_ARABIC ||
         script == USCRIPT_SYRIAC;
}

struct Letter {
  UChar32 letter;
  Kind kind;
};
using Letters = std::vector<Letter>;

struct Normalizers {
  const icu::Normalizer2 &caseless, &apart, &composed;
};

const Normalizers& normalizers() {
  static const auto found = [] {
    UErrorCode failed = U_ZERO_ERROR;
    const auto* caseless = icu::Normalizer2::getNFKCCasefoldInstance(failed);
    const auto* apart = icu::Normalizer2::getNFDInstance(failed);
    const auto* composed = icu::Normalizer2::getNFCInstance(failed);
    if (U_FAILURE(failed)) throw std::runtime_error("ICU has no data for folding names");
    return Normalizers{*caseless, *apart, *composed};
  }();
  return found;
}

/// Characters that Unicode writes as one, without case, compatibility forms and accents: NFKC_Casefold, then without
/// the marks of NFD, then composed again.
Letters folded_together(const UChar32* letters, std::int32_t count) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto& [caseless, apart, composed] = normalizers();
  icu::UnicodeString written;
  for (std::int32_t i = 0; i < count; ++i) written.append(letters[i] == 0xb4 ? UChar32('\'') : letters[i]);
  auto pieces = apart.normalize(caseless.normalize(written, failed), failed);
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < pieces.length(); at = pieces.moveIndex32(at, 1)) {
    auto letter = pieces.char32At(at);
    if (is_accent(letter)) continue;
    auto plain = plain_letter(letter);
    if (plain.empty()) bare.append(letter);
    for (auto other : plain) bare.append(static_cast<UChar32>(other));
  }
  auto text = composed.normalize(bare, failed);
  if (U_FAILURE(failed)) throw std::runtime_error("ICU can't fold a name");
  Letters folded;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    auto letter = text.char32At(at);
    folded.push_back({letter, kind_of(letter)});
  }
  return folded;
}

/// Up to the end of Cyrillic and Armenian: what names that are not ASCII are mostly made of, folded once.
constexpr UChar32 kKept = 0x590;

const Letters& folded_letter(UChar32 letter) {
  static const auto kept = [] {
    auto all = std::make_unique<std::array<Letters, kKept>>();
    for (UChar32 each = 0; each < kKept; ++each) (*all)[static_cast<std::size_t>(each)] = folded_together(&each, 1);
    return all;
  }();
  return (*kept)[static_cast<std::size_t>(letter)];
}

/// Most characters of Chinese and Japanese do, which need no normalizing then.
bool folds_to_itself(UChar32 letter) {
  const auto& by = normalizers();
  return by.caseless.isInert(letter) && by.apart.isInert(letter) && !is_accent(letter) && plain_letter(letter).empty();
}

/// What is no UTF-8 becomes U+FFFD.
std::vector<UChar32> letters_of(std::string_view name) {
  std::vector<UChar32> letters;
  letters.reserve(name.size());
  auto size = static_cast<std::int32_t>(name.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 letter;
    U8_NEXT_OR_FFFD(name.data(), at, size, letter);
    letters.push_back(letter);
  }
  return letters;
}

/// `as(kind)` is what a character of a kind is read as.
template <class As>
Words read_ascii(std::string_view name, As as) {
  Reader reader(name.size());
  int place = 0;
  for (char letter : name) {
    bool capital = letter >= 'A' && letter <= 'Z';
    reader.take(capital ? letter - 'A' + 'a' : letter, as(kind_of_ascii(letter)), {place, place + 1});
    ++place;
  }
  return reader.finish();
}

template <class As>
Words read_unicode(const std::vector<UChar32>& name, As as) {
  const auto& caseless = normalizers().caseless;
  Reader reader(name.size() * 3);
  for (std::size_t begin = 0, end = 0; begin < name.size(); begin = end) {
    for (end = begin + 1; end < name.size() && name[end] >= 0x80 && !caseless.hasBoundaryBefore(name[end]);) ++end;
    Stretch place{static_cast<int>(begin), static_cast<int>(end)};
    auto take_all = [&](const Letters& letters) {
      for (auto [letter, kind] : letters) reader.take(letter, as(kind), place);
    };
    if (end - begin > 1)
      take_all(folded_together(&name[begin], static_cast<std::int32_t>(end - begin)));
    else if (name[begin] < kKept)
      take_all(folded_letter(name[begin]));
    else if (folds_to_itself(name[begin]))
      reader.take(name[begin], as(kind_of(name[begin])), place);
    else
      take_all(folded_together(&name[begin], 1));
  }
  return reader.finish();
}

Words read(std::string_view name) {
  auto as_it_is = [](Kind kind) { return kind; };
  if (std::all_of(name.begin(), name.end(), is_ascii)) {
    auto words = read_ascii(name, as_it_is);
    return words.words.empty() ? read_ascii(name, kind_of_sign) : words;
  }
  auto letters = letters_of(name);
  auto words = read_unicode(letters, as_it_is);
  return words.words.empty() ? read_unicode(letters, kind_of_sign) : words;
}

}  // namespace

std::string folded(std::string_view name) {
  auto read_name = read(name);
  std::string folded = " ";
  folded.reserve(read_name.text.size() + read_name.words.size() + 2);
  for (const auto& word : read_name.words) {
    folded.append(read_name.text, word.begin, word.size);
    folded += ' ';
  }
  return read_name.words.empty() ? "  " : folded;
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  words.reserve(kMostWords);
  for (std::size_t at = 0; at < folded.size();) {
    auto end = std::min(folded.find(' ', at), folded.size());
    if (end > at) words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool is_signs(std::string_view folded) {
  return std::none_of(folded.begin(), folded.end(), [](char letter) {
    return !is_ascii(letter) || is_ascii_letter(letter) || is_ascii_digit(letter);
  });
}

std::vector<Stretch> written_words(std::string_view name) {
  std::vector<Stretch> written;
  auto read_name = read(name);
  written.reserve(read_name.words.size());
  for (const auto& word : read_name.words) written.push_back(word.written);
  return written;
}

}  // namespace mtm::music
