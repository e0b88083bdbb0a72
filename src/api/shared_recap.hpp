// A recap in words, for the page and the picture that are shared.
#pragma once
#include "api/shared_list.hpp"
#include "questions/recap.hpp"

namespace mtm::api {

/// Its facts, the best known first; without a title and a period.
SharedList facts_of(const questions::Recap& recap, const history::Tracks& tracks, questions::By by);

}  // namespace mtm::api
