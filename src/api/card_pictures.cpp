#include "api/card_pictures.hpp"

#include <algorithm>

#include "core/crypto.hpp"
#include "http/problem.hpp"

namespace mtm::api {

namespace {

/// A link that is posted is fetched by several services within minutes.
constexpr auto kPictureKept = std::chrono::minutes(5);
/// About a hundred pictures.
constexpr std::size_t kMostPictureBytes = 8 << 20;
/// A picture takes 20 to 150 ms of one thread. Requests beyond that many get 503 and Retry-After.
constexpr int kMostWaiting = 16;

void add_text(std::string& content, std::string_view text) {
  content += std::to_string(text.size());
  content += ':';
  content += text;
}

}  // namespace

std::string card_tag(const cards::Card& card, cards::Form form) {
  std::string content = std::to_string(cards::kDrawnAs) + (form == cards::Form::story ? " story " : " preview ");
  if (!card.ranked) content += "facts ";
  for (const auto* text : {&card.title, &card.period, &card.person, &card.nothing}) add_text(content, *text);
  for (const auto& line : card.lines)
    for (const auto* text : {&line.name, &line.detail, &line.figure}) add_text(content, *text);
  return hex(sha256(content)).substr(0, 32);
}

/// One of those that wait, for as long as it lives.
struct CardPictures::Turn {
  explicit Turn(CardPictures& pictures) : pictures(pictures) {
    std::lock_guard lock(pictures.mutex_);
    if (pictures.waiting_ == kMostWaiting)
      throw http::Problem(http::Status::service_unavailable, "Many pictures are being drawn at the moment. Try again.",
                          std::chrono::seconds(1));
    ++pictures.waiting_;
  }
  Turn(const Turn&) = delete;
  ~Turn() {
    std::lock_guard lock(pictures.mutex_);
    --pictures.waiting_;
  }

  CardPictures& pictures;
};

Task<std::shared_ptr<const std::string>> CardPictures::png(Executor home, cards::Card card, cards::Form form) {
  auto tag = card_tag(card, form);
  auto bytes = kept(tag);
  if (bytes) co_return bytes;
  Turn turn(*this);
  auto drawing = [card = std::move(card), form] { return cards::png(card, form); };
  auto drawn = co_await compute_.run(home, std::move(drawing));
  bytes = std::make_shared<const std::string>(std::move(drawn));
  keep(tag, bytes);
  co_return bytes;
}

std::shared_ptr<const std::string> CardPictures::kept(const std::string& tag) {
  std::lock_guard lock(mutex_);
  for (const auto& picture : kept_)
    if (picture.tag == tag && Clock::now() < picture.until) return picture.bytes;
  return nullptr;
}

void CardPictures::keep(const std::string& tag, std::shared_ptr<const std::string> bytes) {
  std::lock_guard lock(mutex_);
  auto now = Clock::now();
  bytes_ += bytes->size();
  kept_.push_back({tag, std::move(bytes), now + kPictureKept});
  std::size_t outdated = 0;  // the oldest are the first
  while (outdated < kept_.size() && (kept_[outdated].until <= now || bytes_ > kMostPictureBytes))
    bytes_ -= kept_[outdated++].bytes->size();
  kept_.erase(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(outdated));
}

}  // namespace mtm::api
