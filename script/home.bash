# What script/server and script/mtm share: the build, and the home ($MTM_HOME, .local by default) with a private PostgreSQL
# and a secret key. Sourced in the folder of the checkout, under `set -euo pipefail`.

export MTM_HOME=${MTM_HOME:-.local}
music_time_machine=$PWD/build/release/music-time-machine

# What a build from nothing costs: minutes of one core, on the machine of docs/benchmark.md.
core_minutes=3

announce_first_build() {
  local cores
  [[ ! -x $music_time_machine ]] || return 0
  cores=$(nproc)
  echo "Building: about $(((core_minutes + cores - 1) / cores)) minutes on $cores cores, a few seconds next time." >&2
}

build() {  # targets…
  local quiet=()
  [[ -t 2 ]] || quiet=(-- --quiet)
  mkdir -p build
  {
    flock 9
    [[ -f build/release/build.ninja ]] || cmake --preset release -DBUILD_TESTING=OFF
    cmake --build --preset release --target "$@" "${quiet[@]}"
  } 9>build/release.lock >&2
}

# Whether one of these variables is set, in the environment or in .env: the program knows how that is written.
is_set() {
  local name
  [[ -v names_set ]] || names_set=$("$music_time_machine" "${env_file[@]}" check-config --names) || exit 2
  for name in "$@"; do
    ! grep -qxF "$name" <<<"$names_set" || return 0
  done
  return 1
}
env_file=()

database_is_set() { is_set DATABASE_URL DATABASE_URL_FILE DB_HOST DB_HOST_FILE DB_NAME DB_NAME_FILE; }
secret_is_set() { is_set SECRET_KEY FLASK_SECRET_KEY SECRET_KEY_FILE FLASK_SECRET_KEY_FILE; }

uses_postgres=''
start_postgres() {
  uses_postgres=yes
  exec 8>"$MTM_HOME/server.lock"
  flock -s 8
  script/postgres status >/dev/null 8>&- || touch "$MTM_HOME/postgres-stops-with-server"
  DATABASE_URL=$(script/postgres start 8>&-)
  export DATABASE_URL
}

# The PostgreSQL that start_postgres started is stopped by the last one that uses it.
stop_postgres() {
  if [[ -n $uses_postgres && -e $MTM_HOME/postgres-stops-with-server ]] && flock -n -x 8; then
    rm -f "$MTM_HOME/postgres-stops-with-server"
    script/postgres stop 8>&-
  fi
}

make_secret() {
  local file=$MTM_HOME/secret_key
  if [[ ! -s $file ]]; then
    (umask 077 && head -c 48 /dev/urandom | base64 -w 0 >"$file.new.$$")
    ln "$file.new.$$" "$file" 2>/dev/null || true  # another one may have been first
    rm -f "$file.new.$$"
  fi
  export SECRET_KEY_FILE=$file
}

# Waits for a program that was started in the background, and hands signals on to it meanwhile; its exit code.
wait_for() {  # process id
  trap "kill $1 2>/dev/null || true" INT TERM HUP
  while kill -0 "$1" 2>/dev/null; do wait "$1" || true; done
  wait "$1"
}
