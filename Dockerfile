# The image: what `script/bootstrap build` installs builds it, and a handful of libraries runs it.
# The base is pinned, so that the same commit makes the same image; --build-arg BASE=… takes another Debian 12.
ARG BASE=debian:bookworm-20251229-slim

FROM ${BASE} AS build
WORKDIR /source
COPY script/bootstrap script/bootstrap
RUN script/bootstrap build
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY src src
COPY web web
COPY sql sql
COPY sandbox sandbox
COPY loadtest loadtest
RUN cmake --preset release -DBUILD_TESTING=OFF \
 && cmake --build --preset release --target music-time-machine spotify-sandbox -- --quiet \
 && strip build/release/music-time-machine build/release/spotify-sandbox

FROM ${BASE} AS runtime
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends \
      ca-certificates libboost-url1.81.0 libfmt9 libdate-tz3 libicu72 libzip4 libcairo2 libpango-1.0-0 libpangocairo-1.0-0 libglib2.0-0 libpq5 libsimdjson14 libsqlite3-0 libssl3 libstdc++6 tzdata zlib1g \
      fonts-roboto-unhinted fonts-noto-core fonts-wqy-microhei fonts-noto-color-emoji \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt /var/log/apt /var/log/dpkg.log \
 && useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin music
USER 10001:10001
WORKDIR /

# For people without credentials (compose.dev.yaml); never the last stage, which is what a plain build makes.
FROM runtime AS sandbox
COPY --from=build /source/build/release/spotify-sandbox /usr/local/bin/
CMD ["spotify-sandbox"]

FROM runtime AS server
COPY --from=build /source/build/release/music-time-machine /usr/local/bin/
ENV ENVIRONMENT=production PORT=5000
EXPOSE 5000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["music-time-machine", "healthcheck"]
CMD ["music-time-machine", "serve"]
