#include "music/platforms.hpp"

#include <catch2/catch.hpp>

using namespace mtm::music;

TEST_CASE("a platform is grouped by how its text begins") {
  struct Case {
    const char* text;
    Platform platform;
  };
  const Case cases[] = {
      {"Android OS 8.0.0 API 26 (HUAWEI, LG)", Platform::android},
      {"android", Platform::android},
      {"iOS 12.4.5 (iPhone7,2)", Platform::ios},
      {"ios", Platform::ios},
      {"Windows 10 (10.0.19041; x64)", Platform::windows},
      {"windows", Platform::windows},
      {"OS X 10.12.6 [x86 8]", Platform::macos},
      {"osx", Platform::macos},
      {"macOS 14", Platform::macos},
      {"Linux [x86-64 0]", Platform::linux_},
      {"WebPlayer (websocket RFC6455)", Platform::web},
      {"web_player windows 10;chrome 95.0.4638.69;desktop", Platform::web},
      {"web_player", Platform::web},
      {"cast", Platform::speaker},
      {"Partner google cast_tv;Chromecast;;", Platform::speaker},
      {"sonos", Platform::speaker},
      {"Partner sonos_ppc Sonos;Play1;", Platform::speaker},
      {"tizen", Platform::tv},
      {"TV", Platform::tv},
      {"Partner android_tv Sony;BRAVIA;;", Platform::tv},
      {"PlayStation 4", Platform::console},
      {"xbox", Platform::console},
      {"Partner scei_playstation_4", Platform::console},
      {"car", Platform::car},
      {"partner", Platform::other},
      {"Partner of a kind that nobody has seen", Platform::other},
      {"navidrome", Platform::other},
      {" android", Platform::other},
      {"andro", Platform::other},
      {"", Platform::unknown},
      {"not_applicable", Platform::unknown},
  };
  for (const auto& known : cases) {
    CAPTURE(known.text);
    CHECK(platform_of(known.text) == known.platform);
  }
}

TEST_CASE("each platform has its name") {
  CHECK(name_of(Platform::unknown) == "unknown");
  CHECK(name_of(Platform::linux_) == "linux");
  CHECK(name_of(Platform::speaker) == "speaker");
  CHECK(name_of(Platform::other) == "other");
}
