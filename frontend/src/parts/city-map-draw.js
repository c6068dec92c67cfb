import { LngLatBounds, Map as GlMap, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "../css/map.css";
import { areaLayers, palette } from "./map-style.js";
import { put, streetsUnder, woven } from "./streets-under.js";

setWorkerUrl(workerUrl);
const EMPTY = { type: "FeatureCollection", features: [] };
const WAIT = 250; // milliseconds after the last movement

async function json(url, signal) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function boundsOf(features) {
  const bounds = new LngLatBounds();
  const extend = (value) => (typeof value[0] === "number" ? bounds.extend(value) : value.forEach(extend));
  for (const feature of features) extend(feature.geometry.coordinates);
  return bounds;
}

function layers() {
  const color = palette();
  const tone = ["case", [">", ["get", "open"], 0], color.calm, color.line];
  return [
    ...areaLayers(false, true),
    {
      id: "reports", type: "circle", source: "reports",
      paint: {
        "circle-color": tone, "circle-stroke-color": color.ring, "circle-stroke-width": 2,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", ["get", "count"]], 1, 7, 4, 16, 30, 32],
      },
    },
    {
      id: "report-count", type: "symbol", source: "reports", filter: [">", ["get", "count"], 1],
      layout: { "text-field": ["to-string", ["get", "count"]], "text-font": ["Plus Jakarta Sans", "sans-serif"], "text-size": 12, "text-allow-overlap": true },
      paint: { "text-color": color.text },
    },
  ];
}

/** Draws the map into the element. */
export async function drawCity(element) {
  const words = element.querySelector("[data-map-words]");
  const areas = await json("/api/areas");
  const highlight = element.getAttribute("highlight");
  for (const { properties } of areas.features) Object.assign(properties, { open: 0, late: 0, chosen: properties.code === highlight });
  const canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
  element.append(canvas);
  let map;
  try {
    map = new GlMap({ container: canvas, style: { version: 8, sources: {}, layers: [] }, attributionControl: false, cooperativeGestures: true, dragRotate: false, pitchWithRotate: false });
  } catch {
    canvas.remove(); // no WebGL here: the list is complete
    delete element.dataset.open;
    words?.removeAttribute("hidden");
    return;
  }
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  const point = element.hasAttribute("lat") ? [Number(element.getAttribute("lon")), Number(element.getAttribute("lat"))] : null;
  const chosen = areas.features.filter((feature) => feature.properties.chosen);
  if (point) map.jumpTo({ center: point, zoom: 14 });
  else map.fitBounds(boundsOf(chosen.length ? chosen : areas.features), { padding: 16, animate: false });
  await new Promise((done) => map.once("load", done));
  map.addSource("areas", { type: "geojson", data: areas });
  map.addSource("reports", { type: "geojson", data: EMPTY });
  const streets = await streetsUnder(map);
  const paint = () => put(map, woven(streets, layers()));
  paint();
  document.addEventListener("sorot:theme", paint);
  if (point) new Marker({ color: palette().pin }).setLngLat(point).addTo(map);
  else follow(map, element);
  words?.setAttribute("hidden", "");
  map.once("idle", () => (element.dataset.ready = ""));
}

function follow(map, element) {
  let asked;
  let timer;
  const renew = async () => {
    asked?.abort();
    asked = new AbortController();
    const bounds = map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((value) => value.toFixed(4)).join(",");
    const address = `${element.getAttribute("src")}&bbox=${box}&zoom=${Math.floor(map.getZoom())}`;
    try {
      map.getSource("reports").setData(await json(address.replace("?&", "?"), asked.signal));
    } catch (error) {
      if (error.name !== "AbortError") map.getSource("reports").setData(EMPTY);
    }
  };
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, WAIT);
  });
  renew();
  map.on("click", "reports", ({ features: [found] }) => {
    const { count, number, title, state } = found.properties;
    const center = found.geometry.coordinates;
    if (!number) return map.easeTo({ center, zoom: Math.min(map.getZoom() + 2, 16) });
    const box = document.createElement("div");
    const link = Object.assign(document.createElement("a"), { href: `/laporan/${number}`, className: "link font-semibold", textContent: title });
    const line = Object.assign(document.createElement("p"), { textContent: `${state} · ${number}` });
    box.append(link, line);
    return new Popup({ maxWidth: "260px" }).setLngLat(center).setDOMContent(box).addTo(map);
  });
  for (const [event, cursor] of [["mouseenter", "pointer"], ["mouseleave", ""]]) {
    map.on(event, "reports", () => (map.getCanvas().style.cursor = cursor));
  }
  near(map, element);
}

function near(map, element) {
  if (!navigator.geolocation || !element.getAttribute("near")) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm map-near", textContent: element.getAttribute("near") });
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(({ coords }) => map.easeTo({ center: [coords.longitude, coords.latitude], zoom: 15 })),
  );
  element.append(button);
}
