#!/bin/sh
# Mosquitto with the product's own user, and the gauges and programs that the product lists (SOROT_MQTT_PASSWORDS, and
# beside it `readers`: who hears, and `writers`: who may send observations where). A new list is taken over within two seconds. Compose runs it so; beside a Mosquitto
# of your own run it as its service.
set -eu
umask 077
data=${DATA:-/mosquitto/data} config=${CONFIG:-/mosquitto/config/mosquitto.conf}
devices=${DEVICES:-/mosquitto/devices/passwords} rights=${RIGHTS:-/mosquitto/config/rights}
readers=$(dirname "$devices")/readers writers=$(dirname "$devices")/writers

rm -f "$data/own" && touch "$data/own"
mosquitto_passwd -b "$data/own" sorot "$MQTT_PASSWORD"

name='[A-Za-z0-9][A-Za-z0-9._-]*'
topic='v1.1/[A-Za-z0-9()+/]*'
list() {
  cat "$devices" 2>/dev/null || true
  sed 's/^/reads /' "$readers" 2>/dev/null || true
  sed 's/^/writes /' "$writers" 2>/dev/null || true
}
take_over() {
  # Nobody but the line above says who the product is.
  { cat "$data/own"; printf '%s\n' "$1" | grep "^$name:" | grep -v '^sorot:' || true; } >"$data/passwords.new"
  { cat "$rights"; printf '%s\n' "$1" | grep "^reads $name\$" | grep -v '^reads sorot$' \
    | sed 's|^reads \(.*\)$|\nuser \1\ntopic read v1.1/#|' || true
    printf '%s\n' "$1" | grep "^writes $name $topic\$" | grep -v '^writes sorot ' \
    | sed 's|^writes \([^ ]*\) \(.*\)$|\nuser \1\ntopic write \2|' || true; } >"$data/rights.new"
  mv "$data/rights.new" "$data/rights"
  mv "$data/passwords.new" "$data/passwords"
}

seen=$(list)
take_over "$seen"
mosquitto -c "$config" &
broker=$!
trap 'kill -TERM $broker 2>/dev/null || true' TERM INT
while kill -0 $broker 2>/dev/null; do
  sleep 2 & wait $! || true
  now=$(list)
  if [ "$now" != "$seen" ]; then
    take_over "$now"
    seen=$now
    kill -HUP $broker
  fi
done
wait $broker
