// <sorot-wall-map src>: the city in the dark, for a screen nobody touches. One source a layer, their data replaced
// in place; no controls, no clusters worked out here (the server counts in squares), so that it never grows.
import { LngLatBounds, Map as GlMap, Marker, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "../css/map.css";
import { spaced } from "./spaced.js";
import { depthLayers, palette, STEPS } from "./map-style.js";
import { put, streetsUnder, woven } from "./streets-under.js";

setWorkerUrl(workerUrl);
const APART = 1_000; // milliseconds between two looks
const SIAGA = { 1: "#ff5a4a", 2: "#ff9a3c", 3: "#ffe15a", 4: "#4aa8e0" };
const collection = (features) => ({ type: "FeatureCollection", features });
const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
const unit = () => Math.min(innerHeight, innerWidth * 0.5625) / 100;

async function json(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function rivers(data, areas) {
  const middle = Object.fromEntries(areas.features.map(({ properties: p }) => [p.code, [p.lon, p.lat]]));
  return collection(data.rivers.map(({ from, via, level, river }) =>
    feature({ type: "LineString", coordinates: [from, ...via.map((code) => middle[code]).filter(Boolean)] }, { level, river })));
}

function cells(data) {
  return collection(data.cells.map(([lon, lat, many, late, danger]) =>
    feature({ type: "Point", coordinates: [lon, lat] }, { many, late, danger })));
}

function layers(u) {
  const color = palette();
  const font = ["Plus Jakarta Sans", "sans-serif"];
  const siaga = ["match", ["get", "level"], 1, SIAGA[1], 2, SIAGA[2], 3, SIAGA[3], SIAGA[4]];
  return [
    { id: "ground", type: "background", paint: { "background-color": color.ground } },
    { id: "fill", type: "fill", source: "areas", paint: { "fill-color": ["step", ["get", "open"], color.steps[0], ...STEPS.flatMap((step, at) => [step, color.steps[at + 1]])], "fill-opacity": 0.75 } },
    { id: "line", type: "line", source: "areas", paint: { "line-color": color.line, "line-width": u * 0.15 } },
    { id: "river-bed", type: "line", source: "rivers", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": "#08131b", "line-width": u * 1.3 } },
    { id: "river", type: "line", source: "rivers", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": siaga, "line-width": u * 0.8 } },
    { id: "event", type: "line", source: "events", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": "#ff6b5e", "line-width": u * 0.5, "line-dasharray": [2, 1.5] } },
    { id: "cell", type: "circle", source: "cells", paint: { "circle-color": ["case", ["==", ["get", "danger"], 1], color.urgent, [">", ["get", "late"], 0], color.high, color.calm], "circle-radius": ["*", u, ["interpolate", ["linear"], ["sqrt", ["get", "many"]], 1, 1.9, 6, 3.2, 20, 4.5]], "circle-stroke-color": color.ring, "circle-stroke-width": u * 0.25 } },
    { id: "count", type: "symbol", source: "cells", filter: [">", ["get", "many"], 1], layout: { "text-field": ["to-string", ["get", "many"]], "text-font": font, "text-size": u * 3.3, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-color": color.text } },
    { id: "name", type: "symbol", source: "areas", layout: { "text-field": ["get", "name"], "text-font": font, "text-size": u * 3.3, "text-padding": u * 0.6, "symbol-sort-key": ["-", 0, ["get", "open"]] }, paint: { "text-color": "#e6f1f6", "text-halo-color": color.halo, "text-halo-width": u * 0.35 } },
    { id: "event-name", type: "symbol", source: "events", filter: ["==", ["geometry-type"], "Point"], layout: { "text-field": ["get", "title"], "text-font": font, "text-size": u * 3.3, "text-anchor": "top", "text-offset": [0, 0.6], "text-max-width": 12 }, paint: { "text-color": "#ffb4ad", "text-halo-color": color.halo, "text-halo-width": u * 0.4 } },
    ...depthLayers(u * 3.3),
  ];
}

function sign(gauge) {
  const element = document.createElement("span");
  const level = gauge.silent ? "diam" : gauge.value === null ? "–" : `${Math.round(gauge.value)}`;
  const way = gauge.trend > 1 ? " ↑" : gauge.trend < -1 ? " ↓" : "";
  element.className = `big-gauge siaga-${gauge.level ?? 4}`;
  element.textContent = level + way;
  element.title = gauge.name;
  return element;
}

class WallMap extends HTMLElement {
  async connectedCallback() {
    try {
      await this.draw();
    } catch {
      this.textContent = "Peta tidak dapat digambar di perangkat ini.";
    }
  }

  async draw() {
    const [areas, data] = await Promise.all([json("/api/areas"), json(this.getAttribute("src"))]);
    this.areas = areas;
    const bounds = new LngLatBounds();
    const extend = (value) => (typeof value[0] === "number" ? bounds.extend(value) : value.forEach(extend));
    for (const one of areas.features) extend(one.geometry.coordinates);
    const canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
    this.replaceChildren(canvas);
    this.map = new GlMap({ container: canvas, style: { version: 8, sources: {}, layers: [] }, attributionControl: false, interactive: false, bounds, fitBoundsOptions: { padding: unit() * 2 }, fadeDuration: 0 });
    await new Promise((done) => this.map.once("load", done));
    for (const id of ["areas", "rivers", "events", "cells", "depths"]) this.map.addSource(id, { type: "geojson", data: collection([]) });
    this.signs = [];
    this.show(data);
    this.streets = await streetsUnder(this.map, { names: false }); // a street's name is too small to be read from afar
    put(this.map, woven(this.streets, layers(unit())));
    const ready = () => (this.map.loaded() ? (this.dataset.ready = "") : this.map.once("idle", ready));
    this.map.once("idle", ready);
    addEventListener("resize", () => this.resized(bounds));
    document.body.addEventListener("sorot:change", spaced(() => this.refresh(), APART));
  }

  resized(bounds) {
    put(this.map, woven(this.streets, layers(unit())));
    this.map.fitBounds(bounds, { padding: unit() * 2, animate: false });
  }

  async refresh() {
    try {
      this.show(await json(this.getAttribute("src")));
    } catch {
      // The line tells that it is cut; the last picture stays until it is back.
    }
  }

  show(data) {
    for (const { properties } of this.areas.features) Object.assign(properties, { open: 0, late: 0 }, data.areas[properties.code]);
    this.map.getSource("areas").setData(this.areas);
    this.map.getSource("rivers").setData(rivers(data, this.areas));
    this.map.getSource("events").setData(data.events);
    this.map.getSource("cells").setData(cells(data));
    this.map.getSource("depths").setData(data.depths);
    document.querySelector("[data-depth-legend]").hidden = !data.depths.features.length;
    for (const marker of this.signs) marker.remove();
    this.signs = data.gauges.map((gauge) => new Marker({ element: sign(gauge) }).setLngLat(gauge.at).addTo(this.map));
  }
}

customElements.define("sorot-wall-map", WallMap);
