// Reads histories and does nothing with them: how fast their parser is. script/bench-parsing runs it.
//   read-history FILE…     JSON, CSV or ZIP; prints a line of JSON
#include <sys/resource.h>

#include <cstdio>
#include <filesystem>

#include "transfer/history/file_input.hpp"
#include "transfer/history/format.hpp"
#include "transfer/history/zip_files.hpp"

using namespace mtm::transfer;

namespace {

/// Counts, and looks at so much of each row that nothing of it can be left out.
class CountedRows : public HistoryRows {
 public:
  void take(const HistoryRow& row) override {
    ++taken;
    sum += row.title.size() + row.artist.size() + row.album.size() + row.spotify_id.size() + row.reason_end.size() +
           static_cast<std::size_t>(row.ms_played) + static_cast<std::size_t>(row.at.time_since_epoch().count());
  }
  void reject(std::int64_t, std::string_view, std::string_view) override { ++rejected; }
  void owner(std::string_view) override {}
  void broken(std::string_view why) override { std::fprintf(stderr, "broken: %s\n", std::string(why).c_str()); }

  std::int64_t taken = 0, rejected = 0;
  std::size_t sum = 0;
};

class CountedInput : public Input {
 public:
  CountedInput(Input& input, std::uint64_t& bytes) : input_(input), bytes_(bytes) {}
  std::string_view next() override {
    auto piece = input_.next();
    bytes_ += piece.size();
    return piece;
  }

 private:
  Input& input_;
  std::uint64_t& bytes_;
};

struct Reading {
  CountedRows rows;
  std::uint64_t bytes = 0;
  std::unique_ptr<HistoryReader> reader;

  template <class Open>
  void read(const Open& open) {
    std::unique_ptr<Input> peeked = open();
    auto recognized = recognize(beginning_of(*peeked, kRecognizable));
    if (!recognized) return;
    if (!reader)
      reader = make_reader(recognized->format,
                           {std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()), nullptr});
    std::unique_ptr<Input> input = open();
    CountedInput counted(*input, bytes);
    reader->read(counted, rows);
  }
};

/// Of this process so far, in seconds: of its own code, and of the kernel's work for it.
double processor_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int count, char** words) {
  try {
    Reading reading;
    auto begin = processor_time();
    for (int i = 1; i < count; ++i) {
      std::filesystem::path path(words[i]);
      if (path.extension() == ".zip") {
        ZipFiles zip(path);
        for (const auto& entry : zip.entries()) reading.read([&] { return zip.open(entry); });
      } else {
        reading.read([&] { return std::make_unique<FileInput>(path); });
      }
    }
    auto seconds = processor_time() - begin;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "{\"rows\":%lld,\"rejected\":%lld,\"bytes\":%llu,\"seconds\":%.3f,\"gb_per_second\":%.2f,\"memory_mb\":%.0f,"
        "\"check\":%zu}\n",
        static_cast<long long>(reading.rows.taken), static_cast<long long>(reading.rows.rejected),
        static_cast<unsigned long long>(reading.bytes), seconds, static_cast<double>(reading.bytes) / seconds / 1e9,
        static_cast<double>(usage.ru_maxrss) / 1024, reading.rows.sum);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "read-history: %s\n", failure.what());
    return 1;
  }
}
