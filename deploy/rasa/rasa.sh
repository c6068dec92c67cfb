#!/usr/bin/env bash
# The optional second engine: Rasa 3.6 in an environment of its own, never in .venv (docs/rasa.md).
#   deploy/rasa/rasa.sh setup          make the environment (Python 3.10, or 3.11 with the pins beside this file)
#   deploy/rasa/rasa.sh train          train a model from the sentences Sorot learns from and nlu/data/intents.yml
#   deploy/rasa/rasa.sh serve [PORT]   answer on 127.0.0.1:PORT (5005); then start Sorot with SOROT_RASA_URL
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${SOROT_RASA_HOME:-$root/.dev/rasa}
env=$work/env

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() { printf 'Stopped: %s\n' "$*" >&2; exit 1; }

runs() { # NAME VERSION: is that interpreter here, and is it that version?
  command -v "$1" >/dev/null 2>&1 && "$1" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$2')" 2>/dev/null
}

setup() {
  [ -x "$env/bin/rasa" ] && return
  mkdir -p "$work"
  if runs python3.10 3.10; then
    say "Installing Rasa 3.6.21 for Python 3.10 into $env (some minutes, 1.7 GB)"
    python3.10 -m venv --clear "$env"
    "$env/bin/pip" install --quiet rasa==3.6.21 'setuptools<80' || fail "the installation failed; see above"
  elif runs python3.11 3.11; then
    say "Installing Rasa 3.6.21 for Python 3.11 from the pins into $env (some minutes, 1.7 GB; needs gcc)"
    command -v gcc >/dev/null 2>&1 || fail "gcc is needed (Debian and Ubuntu: apt-get install gcc python3-dev)"
    python3.11 -m venv --clear "$env"
    "$env/bin/pip" install --quiet 'setuptools<80' wheel
    "$env/bin/pip" install --quiet --no-deps --ignore-requires-python -r "$here/requirements-py311.txt" ||
      fail "the installation failed; see above"
  else
    fail "Rasa 3.6 runs on Python 3.10 or 3.11 only, and neither is here."
  fi
}

train() {
  setup
  rm -rf "$work/data" && mkdir -p "$work/data"
  (cd "$root" && .venv/bin/python -m sorot nlu corpus "$work/data") || fail "the sentences could not be written"
  cp "$root/nlu/data/intents.yml" "$work/data/"
  say "Training (about a minute or two)"
  # Rasa 3.6 on SQLAlchemy 1.4 warns at every step; its reports home are switched off.
  (cd "$work" && RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 "$env/bin/rasa" train nlu \
    --nlu "$work/data" --config "$here/config.yml" --out "$work/models" --fixed-model-name sorot)
}

serve() {
  setup
  [ -f "$work/models/sorot.tar.gz" ] || train
  say "Rasa answers on http://127.0.0.1:${1:-5005} after a quarter of a minute; SOROT_RASA_URL is that address"
  cd "$work"
  RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1 exec "$env/bin/rasa" run --enable-api \
    --interface 127.0.0.1 --port "${1:-5005}" --model "$work/models/sorot.tar.gz"
}

case ${1:-help} in
  setup | train) "$1" ;;
  serve) serve "${2:-5005}" ;;
  *) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
esac
