#include "transfer/old_app/rows.hpp"

#include "transfer/old_app/json_digest.hpp"

namespace mtm::transfer {

namespace {

/// Every column enters with its length, so that nothing can move from one column to the next unseen.
class Digest {
 public:
  void operator()(const std::string& text) {
    number(text.size());
    sum_ = fnv1a(text, sum_);
  }
  void operator()(std::int16_t value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(std::int32_t value) { number(static_cast<std::uint64_t>(value)); }
  void operator()(Time time) { number(static_cast<std::uint64_t>(time.time_since_epoch().count())); }
  void operator()(std::chrono::sys_days day) { number(static_cast<std::uint64_t>(day.time_since_epoch().count())); }
  void operator()(const KeptJson& json) { number(json.digest); }
  template <class T>
  void operator()(const std::optional<T>& value) {
    sum_ = fnv1a(value ? "+" : "-", sum_);
    if (value) (*this)(*value);
  }
  /// Stirred at the end (MurmurHash3's finalizer): the sum of two rows must not stay the same when they exchange a
  /// column, and FNV-1a's last bytes enter almost linearly.
  std::uint64_t sum() const {
    auto sum = sum_;
    sum = (sum ^ (sum >> 33)) * 0xff51afd7ed558ccd;
    sum = (sum ^ (sum >> 33)) * 0xc4ceb9fe1a85ec53;
    return sum ^ (sum >> 33);
  }

 private:
  void number(std::uint64_t value) {
    char bytes[8];
    for (char& byte : bytes) {
      byte = static_cast<char>(value & 0xff);
      value >>= 8;
    }
    sum_ = fnv1a({bytes, sizeof bytes}, sum_);
  }
  std::uint64_t sum_ = fnv1a("");
};

}  // namespace

template <class Row>
std::uint64_t digest(const Row& row) {
  Digest digest;
  Row::each_column(row, [&](const char*, const auto& value) { digest(value); });
  return digest.sum();
}

template std::uint64_t digest(const ArtistRow&);
template std::uint64_t digest(const TrackRow&);
template std::uint64_t digest(const EntryRow&);
template std::uint64_t digest(const SnapshotRow&);

}  // namespace mtm::transfer
