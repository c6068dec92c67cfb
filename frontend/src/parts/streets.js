// Streets, rivers and names out of one file (PMTiles) that the browser reads in parts. Two ways of naming the layers
// in such a file are known: Protomaps' own, and OpenMapTiles' (what tilemaker and planetiler write); see docs/map.md.
import { addProtocol, AttributionControl } from "maplibre-gl";
import { PMTiles, Protocol } from "pmtiles";
import { layers as protomaps, namedFlavor } from "@protomaps/basemaps";
import { openMapTiles } from "./streets-openmaptiles.js";
import { isDark, palette, textFont } from "./map-style.js";

const SOURCE = "streets";
const WITHOUT = new Set(["roads_shields", "roads_oneway"]); // nothing but a picture each
let protocol;

function read(address) {
  const file = new PMTiles(new URL(address, location.href).href);
  if (!protocol) {
    protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
  }
  protocol.add(file);
  return file;
}

/** Protomaps' colours, its names readable on our ground: their grey on grey falls below 4.5 to 1. */
function flavor() {
  const { label, halo } = palette();
  const said = Object.keys(namedFlavor("light")).filter((name) => name.endsWith("_label") || name.startsWith("roads_label_m"));
  const named = said.map((name) => [name, name.endsWith("halo") ? halo : label]);
  const water = isDark() ? { background: "#0b1620", earth: "#13202b", water: "#1d3f57", ocean_label: label } : {};
  return { ...namedFlavor(isDark() ? "dark" : "light"), ...Object.fromEntries(named), ...water };
}

/** Letters are drawn by the browser with the page's own font, so no server of letters or pictures is asked. */
function lettered(layer) {
  if (layer.type !== "symbol") return layer;
  const { "icon-image": _, ...layout } = layer.layout;
  return { ...layer, layout: { ...layout, "text-font": textFont } };
}

function attribution(metadata) {
  const given = new DOMParser().parseFromString(metadata.attribution ?? "", "text/html").body.textContent.trim();
  const source = '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">© OpenStreetMap</a>';
  if (!given || /openstreetmap/i.test(given)) return source;
  return Object.assign(document.createElement("p"), { textContent: given }).innerHTML;
}

/** Adds the file to the map; see `streetsUnder`. */
export async function streets(map, address, names) {
  const file = read(address);
  const [header, metadata] = await Promise.all([file.getHeader(), file.getMetadata()]);
  const known = new Set((metadata.vector_layers ?? []).map(({ id }) => id));
  const drawn = known.has("transportation") ? openMapTiles : (source, colors) => protomaps(source, colors, { lang: "id" });
  map.addSource(SOURCE, { type: "vector", url: `pmtiles://${file.source.getKey()}`, maxzoom: header.maxZoom });
  map.addControl(new AttributionControl({ compact: false, customAttribution: attribution(metadata) }), "bottom-left");
  const all = () =>
    drawn(SOURCE, flavor())
      .filter((layer) => !WITHOUT.has(layer.id) && (layer.type === "background" || known.has(layer["source-layer"])))
      .map((layer) => lettered({ ...layer, id: `${SOURCE}-${layer.id}` }));
  return {
    under: () => all().filter((layer) => layer.type !== "symbol"),
    over: () => (names ? all().filter((layer) => layer.type === "symbol") : []),
  };
}
