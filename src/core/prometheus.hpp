// Writes figures as Prometheus reads them (text format 0.0.4): families with their samples, each family once.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mtm {

class PrometheusText {
 public:
  using Label = std::pair<std::string_view, std::string_view>;
  using Labels = std::initializer_list<Label>;

  /// Begins a family; its samples follow. `type` is counter, gauge or histogram.
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// One sample of the family begun last; `suffix` is "_bucket", "_sum" or "_count" of a histogram.
  void sample(double value, Labels labels = {}, std::string_view suffix = {});
  /// A family of one sample.
  void single(std::string_view name, std::string_view type, std::string_view help, double value);

  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
  std::string family_;
};

}  // namespace mtm
