import { LngLatBounds, Map as GlMap, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "../css/map.css";
import { areaDrawing } from "./map-area.js";
import { clusterLayers, areaLayers, depthLayers, DEPTHS, palette, SUMS } from "./map-style.js";
import { gaugeMarkers } from "./map-gauges.js";
import { put, streetsUnder, woven } from "./streets-under.js";
import { timeZone, zone } from "./zone.js";

setWorkerUrl(workerUrl);
const EMPTY = { type: "FeatureCollection", features: [] };

async function json(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function boundsOf(areas) {
  const bounds = new LngLatBounds();
  const extend = (value) => (typeof value[0] === "number" ? bounds.extend(value) : value.forEach(extend));
  for (const feature of areas.features) extend(feature.geometry.coordinates);
  return bounds;
}

/** Each outline gets its figures, so that its colour can speak. */
function withFigures(areas, figures, highlight) {
  for (const { properties } of areas.features) {
    Object.assign(properties, { open: 0, late: 0, chosen: properties.code === highlight }, figures?.[properties.code]);
  }
  return areas;
}

/** The element's own words: while loading, when it cannot be drawn, and none once the map is there. */
function say(element, words) {
  const text = element.querySelector(":scope > p") ?? element.appendChild(Object.assign(document.createElement("p"), { className: "p-4 muted" }));
  text.textContent = words;
  text.hidden = !words;
}

/** Draws the map into `element`; returns {refresh, remove}. */
export async function draw(element) {
  const [areas, data] = await Promise.all([json("/api/areas"), element.getAttribute("src") ? json(element.getAttribute("src")) : {}]);
  const point = element.hasAttribute("lat") ? [Number(element.getAttribute("lon")), Number(element.getAttribute("lat"))] : null;
  const highlight = element.getAttribute("highlight");
  const canvas = document.createElement("div");
  canvas.className = "map-canvas";
  element.append(canvas);
  let map;
  try {
    map = new GlMap({
      container: canvas,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      cooperativeGestures: element.hasAttribute("cooperative"),
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        "NavigationControl.ZoomIn": "Perbesar peta",
        "NavigationControl.ZoomOut": "Perkecil peta",
        "Map.Title": "Peta kota",
        "Popup.Close": "Tutup",
        "CooperativeGesturesHandler.WindowsHelpText": "Tekan Ctrl sambil menggulir untuk memperbesar peta",
        "CooperativeGesturesHandler.MacHelpText": "Tekan ⌘ sambil menggulir untuk memperbesar peta",
        "CooperativeGesturesHandler.MobileHelpText": "Geser peta dengan dua jari",
      },
    });
  } catch {
    canvas.remove(); // no WebGL here
    say(element, "Peta tidak dapat digambar di perangkat ini. Angka dan daftar di sekitarnya tetap lengkap.");
    return { refresh() {}, show() {}, remove() {} };
  }
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.touchZoomRotate.disableRotation();
  const whole = boundsOf(areas);
  const near = point && highlight;
  if (point) whole.extend(point); // a gauge upstream stands outside the city
  const home = () => (near ? map.jumpTo({ center: point, zoom: 12 }) : map.fitBounds(whole, { padding: { top: 14, bottom: 14, left: 20, right: 20 }, animate: false }));
  home();
  if (point) new Marker({ color: palette().pin }).setLngLat(point).addTo(map);

  await new Promise((done) => map.once("load", done));
  map.addSource("areas", { type: "geojson", data: withFigures(areas, data.areas, highlight) });
  map.addSource("reports", {
    type: "geojson", data: data.reports ?? EMPTY, cluster: true, clusterRadius: 30, clusterMaxZoom: 15,
    clusterProperties: SUMS,
  });
  map.addSource("depths", { type: "geojson", data: data.depths ?? EMPTY });
  const field = document.getElementById(element.getAttribute("draw") ?? "");
  const drawing = field && areaDrawing(map, field);
  const streets = await streetsUnder(map);
  const paint = () => {
    const water = data.depths ? depthLayers(11) : [];
    put(map, woven(streets, [...areaLayers(Boolean(data.areas), Boolean(data.reports)), ...clusterLayers(), ...water]));
    drawing?.paint();
  };
  paint();
  const gauges = gaugeMarkers(map);
  gauges.show(data.gauges ?? []);
  const picks = element.hasAttribute("pick") ? picking(map, element) : null;
  if (!drawing) clicks(map, picks);
  document.addEventListener("sorot:theme", paint);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  const settled = () => {
    // "idle" may come before the worker has cut the outlines; ready means they are seen.
    const drawn = map.loaded() && (!areas.features.length || map.queryRenderedFeatures({ layers: ["areas-fill"] }).length);
    if (!drawn) return map.once("idle", settled);
    element.dataset.ready = "";
    say(element, "");
  };
  map.once("idle", settled);

  if (picks) picks.over(data.reports);

  const parts = partsOf(map, element, data.reports);
  let shown;
  return {
    select: (number) => picks?.select(number),
    async refresh() {
      const fresh = await json(parts.address());
      parts.told(fresh.reports);
      map.getSource("areas").setData(withFigures(areas, fresh.areas, highlight));
      map.getSource("reports").setData(fresh.reports);
      map.getSource("depths").setData(fresh.depths ?? EMPTY);
      gauges.show(fresh.gauges ?? []);
      picks?.over(fresh.reports);
    },
    /** Goes there and says what it is. */
    show(lat, lon, name) {
      map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 14) });
      shown?.remove();
      shown = new Popup({ maxWidth: "260px" }).setLngLat([lon, lat]).setText(name).addTo(map);
    },
    remove() {
      document.removeEventListener("sorot:theme", paint);
      map.remove();
    },
  };
}

// Where there are too many reports for the whole map they come as squares; nearer, the part that is seen is asked for.
function partsOf(map, element, reports) {
  const far = map.getZoom() + 1;
  let squares = Boolean(reports?.squares);
  let timer;
  const near = () => squares && map.getZoom() > far;
  let within = false;
  const address = () => {
    within = near();
    if (!within) return element.getAttribute("src");
    const b = map.getBounds();
    const box = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()].map((value) => value.toFixed(4)).join(",");
    return `${element.getAttribute("src")}?kotak=${box}`;
  };
  const renew = async () => {
    if (!within && !near()) return;
    try {
      map.getSource("reports").setData((await json(address())).reports);
    } catch {
      // what was there stays; the next look asks again
    }
  };
  map.on("moveend", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, 250);
  });
  return {
    address,
    told(fresh) {
      if (!within) squares = Boolean(fresh.squares);
    },
  };
}

// The chosen report stands out, inside a cluster too; a point that is pressed tells the page which one it is.
function picking(map, element) {
  let number;
  let pin;
  let features = [];
  const show = () => {
    const found = features.find(({ properties }) => properties.number === number);
    pin?.remove();
    pin = found && new Marker({ color: palette().pin }).setLngLat(found.geometry.coordinates).addTo(map);
    return found;
  };
  return {
    over(reports) {
      features = reports.features;
      show();
    },
    select(next) {
      number = next;
      const found = show();
      if (found && !map.getBounds().contains(found.geometry.coordinates)) map.easeTo({ center: found.geometry.coordinates });
    },
    tell(chosen) {
      element.dispatchEvent(new CustomEvent("sorot:point", { bubbles: true, detail: chosen }));
    },
  };
}

function clicks(map, picks) {
  const popup = (lngLat, lines, link) => {
    const box = document.createElement("div");
    for (const [index, line] of lines.entries()) {
      const part = document.createElement(index ? "p" : "strong");
      part.textContent = line;
      box.append(part);
    }
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link, textContent: "Buka laporan", className: "link" });
      box.append(anchor);
    }
    new Popup({ maxWidth: "260px" }).setLngLat(lngLat).setDOMContent(box).addTo(map);
  };
  const nearer = ({ features: [square] }) => map.easeTo({ center: square.geometry.coordinates, zoom: Math.min(map.getZoom() + 2, 16) });
  map.on("click", "clusters", async ({ features: [cluster] }) => {
    if (!cluster.properties.cluster) return nearer({ features: [cluster] });
    const zoom = await map.getSource("reports").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  });
  map.on("click", "points", ({ features: [report] }) => {
    const { category, status, due, number } = report.properties;
    if (!category) return nearer({ features: [report] });
    if (picks) return picks.tell(number);
    popup(report.geometry.coordinates, [category, `${status} · ${due}`], number && `/petugas/laporan/${number}`);
  });
  map.on("click", "depths", ({ features: [{ geometry, properties: water }] }) => {
    const where = water.exact ? `Kel. ${water.area}, dalam 110 m` : `Kel. ${water.area}, tempatnya tidak diketahui`;
    const clock = new Date(water.at).toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit", timeZone });
    const said = Object.keys(DEPTHS).filter((depth) => water[depth]).map((depth) => `${DEPTHS[depth][2]}: ${water[depth]} warga`);
    popup(geometry.coordinates, ["Air di tempat warga", ...said, where, `Terbaru pukul ${clock} ${zone}${water.drill ? " · LATIHAN" : ""}`]);
  });
  map.on("click", "areas-fill", ({ features: [area], lngLat, point }) => {
    const above = ["clusters", "points", "depths"].filter((layer) => map.getLayer(layer));
    if (map.queryRenderedFeatures(point, { layers: above }).length) return;
    const { name, kecamatan, open, late } = area.properties;
    popup(lngLat, [name, `Kecamatan ${kecamatan}`, ...(map.getLayer("points") && open !== undefined ? [`${open} laporan terbuka, ${late} lewat tenggat`] : [])]);
  });
  for (const layer of ["clusters", "points", "depths"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}
