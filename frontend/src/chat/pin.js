// A pin on the city's map: set by a touch, dragged, or moved with the arrow keys.
import { LngLatBounds, Map as GlMap, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import "../css/map.css";
import { areaLayers, palette } from "../parts/map-style.js";
import { put, streetsUnder, woven } from "../parts/streets-under.js";
import { position } from "./place.js";

setWorkerUrl(workerUrl);
const STEP = 0.0002; // degrees an arrow key moves the pin: some 20 metres
const ARROWS = { ArrowUp: [0, STEP], ArrowDown: [0, -STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
let drawn;

async function draw(box) {
  const areas = await (await fetch("/api/areas")).json();
  for (const { properties } of areas.features) Object.assign(properties, { open: 0, late: 0, chosen: false });
  const bounds = new LngLatBounds();
  const extend = (value) => (typeof value[0] === "number" ? bounds.extend(value) : value.forEach(extend));
  for (const feature of areas.features) extend(feature.geometry.coordinates);
  const canvas = Object.assign(document.createElement("div"), { className: "map-canvas" });
  box.append(canvas);
  const map = new GlMap({ container: canvas, style: { version: 8, sources: {}, layers: [] }, attributionControl: false, dragRotate: false, keyboard: false });
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.fitBounds(bounds, { padding: 12, animate: false });
  const pin = new Marker({ color: palette().pin, draggable: true }).setLngLat(bounds.getCenter()).addTo(map);
  map.once("load", async () => {
    map.addSource("areas", { type: "geojson", data: areas });
    put(map, woven(await streetsUnder(map), areaLayers(false, false)));
  });
  map.on("click", ({ lngLat }) => pin.setLngLat(lngLat).fire("dragend"));
  box.addEventListener("keydown", (event) => {
    const by = ARROWS[event.key];
    if (!by) return;
    event.preventDefault();
    const { lng, lat } = pin.getLngLat();
    pin.setLngLat([lng + by[0], lat + by[1]]).fire("dragend");
    map.panTo(pin.getLngLat(), { animate: false });
  });
  return { map, pin };
}

/** {lat, lon} where the pin stood when it was sent; null when it was not. Rejects where there is no map. */
export async function chosen(view) {
  const dialog = view.part("pin");
  dialog.showModal();
  try {
    drawn ??= await draw(view.part("pin-map"));
  } catch (problem) {
    dialog.close();
    throw problem;
  }
  const { map, pin } = drawn;
  map.resize();
  const tell = () => {
    const { lat, lng } = pin.getLngLat();
    view.part("pin-place").textContent = `${lat.toFixed(5)}, ${lng.toFixed(5)}`;
  };
  pin.on("dragend", tell);
  tell();
  position().then(({ lat, lon }) => dialog.open && (pin.setLngLat([lon, lat]), map.jumpTo({ center: [lon, lat], zoom: 15 }), tell()), () => {});
  return new Promise((done) => {
    const end = (point) => (pin.off("dragend", tell), dialog.open && dialog.close(), done(point));
    view.part("pin-send").onclick = () => end({ lat: pin.getLngLat().lat, lon: pin.getLngLat().lng });
    view.part("pin-cancel").onclick = () => end(null);
    dialog.oncancel = () => end(null);
  });
}
