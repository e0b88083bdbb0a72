#include "music/folding.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <span>
#include <stdexcept>

namespace mtm::music {

namespace {

/// Of nearly every name, so that its words are gathered without moving them.
constexpr std::size_t kMostWords = 8;

bool is_ascii(char letter) { return static_cast<unsigned char>(letter) < 0x80; }

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

bool is_space(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

enum class Kind { letter, parts, joins };

Kind kind_of_ascii(char letter) {
  if (is_letter_or_digit(letter)) return Kind::letter;
  return letter == '\'' || letter == '`' ? Kind::joins : Kind::parts;
}

/// Those of folded()'s list, and those that unaccent turns into ASCII punctuation before that list is looked at.
constexpr std::string_view kParts[] = {"\u00a0", "\u2009", "\u3000", "¿",  "¡",  "·",  "•",  "、", "。",
                                       "「",     "」",     "『",     "』", "（", "）", "！", "？", "・",
                                       "–",      "—",      "…",      "«",  "»",  "“",  "”",  "„"};
constexpr std::string_view kJoins[] = {"‘", "’", "ʼ", "′"};

bool holds(std::span<const std::string_view> list, std::string_view letter) {
  return std::find(list.begin(), list.end(), letter) != list.end();
}

Kind kind_of(std::string_view letter) {
  if (letter.size() == 1 && is_ascii(letter[0])) return kind_of_ascii(letter[0]);
  if (holds(kParts, letter)) return Kind::parts;
  return holds(kJoins, letter) ? Kind::joins : Kind::letter;
}

/// A byte that begins a character, or stands for one where the text is no UTF-8.
bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }

std::string_view character_at(std::string_view text, std::size_t begin) {
  auto end = begin + 1;
  while (end < text.size() && !begins_character(text[end])) ++end;
  return text.substr(begin, end - begin);
}

/// Stretches of characters that are `wanted`, and those that only join, between others.
template <class Wanted, class Joins>
std::vector<Stretch> stretches(std::string_view text, Wanted wanted, Joins joins) {
  std::vector<Stretch> found;
  found.reserve(kMostWords);
  bool open = false;
  int place = 0;
  for (std::size_t at = 0; at < text.size(); ++place) {
    auto letter = character_at(text, at);
    at += letter.size();
    if (wanted(letter)) {
      if (!open) found.push_back({place, place});
      open = true;
      found.back().end = place + 1;
    } else if (!joins(letter)) {
      open = false;
    }
  }
  return found;
}

/// ' a  b ' becomes ' a b '; nothing at all becomes one space.
void add_word(std::string& text, std::string_view word) {
  text += word;
  text += ' ';
}

}  // namespace

namespace {

std::string folded_ascii(std::string_view name) {
  std::string words = " ", signs = " ", word, chunk;
  auto end_word = [&] {
    if (!word.empty()) add_word(words, word);
    word.clear();
  };
  for (char letter : name) {
    auto kind = kind_of_ascii(letter);
    if (kind == Kind::letter) word += lower(letter);
    if (kind == Kind::parts) end_word();
    if (is_space(letter)) {
      if (!chunk.empty()) add_word(signs, chunk);
      chunk.clear();
    } else {
      chunk += lower(letter);
    }
  }
  end_word();
  if (!chunk.empty()) add_word(signs, chunk);
  if (words != " ") return words;
  return signs == " " ? "  " : signs;
}

/// Latin letters that Unicode does not take apart.
std::string_view plain_letter(UChar32 letter) {
  switch (letter) {
    case 0xe6:
      return "ae";
    case 0xf0:
    case 0x111:
      return "d";
    case 0xf8:
      return "o";
    case 0xfe:
      return "th";
    case 0x127:
      return "h";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    case 0x167:
      return "t";
    default:
      return {};
  }
}

/// Accents and other marks that are written on letters of any script. Voicing marks of Japanese make other letters.
bool is_accent(UChar32 letter) {
  UErrorCode failed = U_ZERO_ERROR;
  return u_charType(letter) == U_NON_SPACING_MARK && letter != 0x3099 && letter != 0x309a &&
         uscript_getScript(letter, &failed) == USCRIPT_INHERITED;
}

/// Without case, compatibility forms and accents (NFKC_Casefold, then without the marks of NFD).
std::string plain(std::string_view name) {
  UErrorCode failed = U_ZERO_ERROR;
  const auto* folds = icu::Normalizer2::getNFKCCasefoldInstance(failed);
  const auto* parts = icu::Normalizer2::getNFDInstance(failed);
  const auto* joins = icu::Normalizer2::getNFCInstance(failed);
  auto text = parts->normalize(
      folds->normalize(icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())}), failed),
      failed);
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    auto letter = text.char32At(at);
    if (is_accent(letter)) continue;
    auto other = plain_letter(letter);
    if (other.empty())
      bare.append(letter);
    else
      bare.append(icu::UnicodeString::fromUTF8({other.data(), static_cast<std::int32_t>(other.size())}));
  }
  if (U_FAILURE(failed)) throw std::runtime_error("ICU can't fold a name");
  std::string utf8;
  joins->normalize(bare, failed).toUTF8String(utf8);
  return utf8;
}

}  // namespace

std::string folded(std::string_view name) {
  if (std::all_of(name.begin(), name.end(), is_ascii)) return folded_ascii(name);
  auto bare = plain(name);
  std::string words = " ";
  std::size_t open = 0;  // bytes of the word that is being read
  for (std::size_t at = 0; at < bare.size();) {
    auto letter = character_at(bare, at);
    at += letter.size();
    auto kind = kind_of(letter);
    if (kind == Kind::letter) words += letter, open += letter.size();
    if (kind == Kind::parts && open > 0) words += ' ', open = 0;
  }
  if (open > 0) words += ' ';
  if (words != " ") return words;
  std::string signs = " ";
  for (auto word : words_of(bare)) add_word(signs, word);
  return signs == " " ? "  " : signs;
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
  return std::none_of(folded.begin(), folded.end(),
                      [](char letter) { return !is_ascii(letter) || is_letter_or_digit(letter); });
}

std::vector<Stretch> written_words(std::string_view name) {
  auto words = stretches(
      name, [](std::string_view letter) { return kind_of(letter) == Kind::letter; },
      [](std::string_view letter) { return kind_of(letter) == Kind::joins; });
  if (!words.empty()) return words;
  return stretches(
      name, [](std::string_view letter) { return letter.size() > 1 || !is_space(letter[0]); },
      [](std::string_view) { return false; });
}

}  // namespace mtm::music
