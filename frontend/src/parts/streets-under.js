// Whether there are streets to lie under the outlines (SOROT_MAP), and how they and a map's own layers lie together.
// What draws them comes only where the city has them: without the setting a page fetches nothing of it.

/** {under, over}: functions that give the layers as the page looks now; null without streets, or where they fail. */
export async function streetsUnder(map, { names = true } = {}) {
  const address = document.documentElement.dataset.streets;
  if (!address) return null;
  try {
    const { streets } = await import("./streets.js");
    return await streets(map, address, names);
  } catch (problem) {
    console.warn("the street map cannot be read; the outlines stay", problem);
    return null;
  }
}

const THIN = { "areas-fill": 0.25, fill: 0.3 };
const isFlat = (layer) => ["background", "fill", "line"].includes(layer.type);

/** A map's own layers with the streets below them; the names of streets below everything that is said about reports. */
export function woven(streets, own) {
  if (!streets) return own;
  const clear = (layer) => (THIN[layer.id] ? { ...layer, paint: { ...layer.paint, "fill-opacity": THIN[layer.id] } } : layer);
  const outlines = own.filter((layer) => layer.source === "areas" && isFlat(layer)).map(clear);
  const rest = own.filter((layer) => layer.type !== "background" && !(layer.source === "areas" && isFlat(layer)));
  return [...streets.under(), ...outlines, ...streets.over(), ...rest];
}

/** Puts the layers on the map in this order, in the place of those of the same name. */
export function put(map, layers) {
  for (const layer of layers) {
    if (map.getLayer(layer.id)) map.removeLayer(layer.id);
    map.addLayer(layer);
  }
}
