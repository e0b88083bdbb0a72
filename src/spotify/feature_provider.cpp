#include "spotify/feature_provider.hpp"

#include <fmt/format.h>

namespace mtm::spotify {

FeatureProvider::FeatureProvider(HttpClient& http, BudgetLimits limits, BaseUrl base)
    : budget_(limits), gate_(http, budget_, std::move(base)) {}

Task<Page<TrackFeatures>> FeatureProvider::features(std::vector<std::string> track_ids) {
  HttpQuestion question;
  question.target = "/v1/audio-features?ids=";
  for (const auto& id : track_ids) {
    if (!question.target.ends_with('=')) question.target += ',';
    question.target += encoded(id);
  }
  auto heard = co_await gate_.call(std::move(question), Priority::enrichment);
  if (heard.outcome.status == 429) {
    gate_.block(heard.outcome, heard.outcome.retry_after.value_or(std::chrono::seconds(60)), Priority::enrichment);
    gate_.throw_blocked();
  }
  if (heard.outcome.status != 200 || !heard.outcome.readable) throw Unavailable(heard.sentence);
  co_return reader_.provided_features(std::move(heard.body));
}

}  // namespace mtm::spotify
