// <sorot-replay src>: a day played again on the map in 60 seconds, or at any minute by the slider. All of the day is
// fetched once; a minute is a filter over it. What is a motion waits until somebody presses play.
import { LngLatBounds, Map as GlMap, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "../css/map.css";
import { areaLayers, palette } from "./map-style.js";
import { put, streetsUnder, woven } from "./streets-under.js";

setWorkerUrl(workerUrl);
const SECONDS = 60, FRAME = 66; // of a whole day; milliseconds between two pictures
const FRESH = 45; // minutes for which a new report stands out
const number = new Intl.NumberFormat("id-ID");
const clock = (minute) => `${String(Math.floor(minute / 60) % 24).padStart(2, "0")}.${String(minute % 60).padStart(2, "0")}`;
const collection = (features) => ({ type: "FeatureCollection", features });
const point = (lon, lat, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties });

async function json(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

const during = (at) => ["all", ["<=", ["get", "since"], at], [">", ["get", "until"], at]];

function layers() {
  const color = palette();
  return [
    ...areaLayers(false, true),
    { id: "reports", type: "circle", source: "reports", paint: { "circle-color": ["case", ["==", ["get", "urgent"], 1], color.urgent, color.calm], "circle-radius": 5, "circle-opacity": 0.85, "circle-stroke-color": color.ring, "circle-stroke-width": 1.5 } },
    { id: "fresh", type: "circle", source: "reports", paint: { "circle-radius": 11, "circle-color": color.high, "circle-opacity": 0.35 } },
    { id: "events", type: "circle", source: "events", paint: { "circle-radius": 18, "circle-color": color.urgent, "circle-opacity": 0.22, "circle-stroke-color": color.urgent, "circle-stroke-width": 2 } },
  ];
}

class Replay extends HTMLElement {
  async connectedCallback() {
    this.piece = (name) => this.querySelector(`[data-replay-${name}]`);
    this.at = 0;
    try {
      this.day = await json(this.getAttribute("src"));
    } catch {
      this.piece("words").textContent = "Hari ini tidak dapat dimuat. Muat ulang halaman, atau pilih hari lain.";
      return;
    }
    const slider = this.piece("at");
    slider.max = this.day.minutes;
    slider.addEventListener("input", () => (this.pause(), this.show(Number(slider.value))));
    this.piece("play").addEventListener("click", () => (this.timer ? this.pause() : this.play()));
    this.curve();
    slider.disabled = this.piece("play").disabled = false;
    this.show(0);
    try {
      await this.draw();
      this.show(this.at);
      this.dataset.ready = "";
    } catch {
      this.piece("words").textContent = "Peta tidak dapat digambar di perangkat ini. Angka di bawah tetap lengkap.";
    }
  }

  disconnectedCallback() {
    this.pause();
    document.removeEventListener("sorot:theme", this.paint);
    this.map?.remove();
  }

  async draw() {
    const areas = await json("/api/areas");
    const bounds = new LngLatBounds();
    const extend = (value) => (typeof value[0] === "number" ? bounds.extend(value) : value.forEach(extend));
    for (const { geometry, properties } of areas.features) {
      extend(geometry.coordinates);
      Object.assign(properties, { open: 0, late: 0, chosen: false });
    }
    const canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
    this.querySelector(".replay-map").append(canvas);
    this.map = new GlMap({ container: canvas, style: { version: 8, sources: {}, layers: [] }, attributionControl: false, cooperativeGestures: true, dragRotate: false, bounds, fitBoundsOptions: { padding: 16 }, fadeDuration: 0 });
    this.map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
    await new Promise((done) => this.map.once("load", done));
    this.map.addSource("areas", { type: "geojson", data: areas });
    this.map.addSource("reports", { type: "geojson", data: collection(this.day.reports.map(([lon, lat, since, until, urgent]) => point(lon, lat, { since, until, urgent }))) });
    this.map.addSource("events", { type: "geojson", data: collection(this.day.events.filter(({ at }) => at).map(({ at, since, until }) => point(at[1], at[0], { since, until }))) });
    const streets = await streetsUnder(this.map);
    this.paint = () => (put(this.map, woven(streets, layers())), this.show(this.at));
    this.signs = this.day.gauges.map((gauge) => {
      const element = Object.assign(document.createElement("span"), { className: "map-gauge siaga" });
      new Marker({ element }).setLngLat([gauge.lon, gauge.lat]).addTo(this.map);
      return { gauge, element };
    });
    this.piece("words").hidden = true;
    this.paint();
    document.addEventListener("sorot:theme", this.paint);
  }

  /** How many reports came in each half hour, above the slider. */
  curve() {
    const most = Math.max(1, ...this.day.came);
    const bars = this.day.came.map((many, step) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const high = (many / most) * 10;
      for (const [name, value] of Object.entries({ x: step + 0.1, y: 10 - high, width: 0.8, height: high })) bar.setAttribute(name, value);
      return bar;
    });
    this.querySelector(".replay-curve").replaceChildren(...bars);
  }

  play() {
    if (this.at >= this.day.minutes) this.at = 0;
    const begun = performance.now(), from = this.at, speed = 1440 / (SECONDS * 1000);
    this.piece("label").textContent = "Jeda";
    this.timer = setInterval(() => {
      const now = Math.min(this.day.minutes, Math.floor(from + (performance.now() - begun) * speed));
      this.show(now);
      if (now >= this.day.minutes) this.pause();
    }, FRAME);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = undefined;
    const label = this.piece("label");
    if (label) label.textContent = "Putar";
  }

  show(at) {
    this.at = at;
    this.piece("at").value = at;
    this.piece("at").setAttribute("aria-valuetext", `pukul ${clock(at)}`);
    this.piece("clock").textContent = clock(at);
    const open = this.day.reports.filter(([, , since, until]) => since <= at && until > at).length;
    const came = this.day.reports.filter(([, , since]) => since >= 0 && since <= at).length;
    this.piece("figures").textContent = `${number.format(open)} laporan terbuka di peta, ${number.format(came)} masuk sejak pukul 00.00.`;
    this.happening(at);
    if (!this.map?.getLayer("reports")) return;
    this.map.setFilter("reports", during(at));
    this.map.setFilter("fresh", [...during(at), [">=", ["get", "since"], Math.max(0, at - FRESH)]]);
    this.map.setFilter("events", during(at));
    for (const { gauge, element } of this.signs) this.sign(gauge, element, at);
  }

  sign(gauge, element, at) {
    const last = gauge.points.findLast(([minute]) => minute <= at);
    element.hidden = !last;
    if (!last) return;
    element.className = `map-gauge siaga siaga-${last[2]}`;
    element.textContent = `${number.format(last[1])} ${gauge.unit}`;
    element.title = gauge.name;
  }

  happening(at) {
    const now = [...this.day.alerts, ...this.day.events].filter(({ since, until }) => since <= at && until > at);
    const said = now.map(({ title }) => title).join("\n");
    if (said === this.said) return;
    this.said = said;
    const rows = (now.length ? now : [{ title: "Tidak ada kejadian atau peringatan." }]).map(({ title, id }) => {
      const row = document.createElement("li");
      row.append(id ? Object.assign(document.createElement("a"), { href: `/petugas/kejadian/${id}`, className: "text-primary underline", textContent: title }) : title);
      return row;
    });
    this.piece("events").replaceChildren(...rows);
  }
}

customElements.define("sorot-replay", Replay);
