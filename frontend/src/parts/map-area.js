// An area drawn by hand: a touch adds a corner. The text field holds the corners, a line each ("-6.23, 106.97"),
// and may be typed in as well: what it says is what is drawn. With data-one it holds one point.
import { palette } from "./map-style.js";
import { put } from "./streets-under.js";

const NUMBER = "-?\\d+(?:\\.\\d+)?";
const CORNER = new RegExp(`^\\s*(${NUMBER})\\s*,\\s*(${NUMBER})\\s*$`);

/** The corners in the field as [longitude, latitude]; lines that are none are left out. */
export function corners(text) {
  return text.split("\n").map((line) => CORNER.exec(line)).filter(Boolean).map(([, lat, lon]) => [Number(lon), Number(lat)]);
}

function shape(points) {
  const features = points.map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "Point", coordinates } }));
  if (points.length > 1) {
    const ring = [...points, points[0]];
    const geometry = points.length > 2 ? { type: "Polygon", coordinates: [ring] } : { type: "LineString", coordinates: points };
    features.push({ type: "Feature", properties: {}, geometry });
  }
  return { type: "FeatureCollection", features };
}

/** Draws what the field says and adds corners to it; returns {paint}, to be called when colours change. */
export function areaDrawing(map, field) {
  const show = () => map.getSource("drawn").setData(shape(corners(field.value)));
  map.addSource("drawn", { type: "geojson", data: shape(corners(field.value)) });
  map.getCanvas().style.cursor = "crosshair";
  map.on("click", ({ lngLat }) => {
    const said = field.hasAttribute("data-one") ? "" : field.value.trim();
    field.value = `${said}${said ? "\n" : ""}${lngLat.lat.toFixed(5)}, ${lngLat.lng.toFixed(5)}`;
    show();
  });
  field.addEventListener("input", show);
  return {
    paint() {
      const color = palette();
      const layers = [
        { id: "drawn-fill", type: "fill", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": color.pin, "fill-opacity": 0.25 } },
        { id: "drawn-line", type: "line", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": color.pin, "line-width": 2 } },
        { id: "drawn-corner", type: "circle", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 5, "circle-color": color.pin, "circle-stroke-width": 2, "circle-stroke-color": color.ring } },
      ];
      put(map, layers.map((layer) => ({ ...layer, source: "drawn" })));
    },
  };
}
