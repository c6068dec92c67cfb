// Layers over a file whose layers are named as OpenMapTiles names them, in Protomaps' colours.
const ROADS = [
  // class, colour, from which zoom, width at zoom 10, 14, 18
  ["path", "other", 14, 0.3, 0.6, 3], ["track", "other", 14, 0.3, 0.6, 3], ["service", "minor_service", 13, 0.3, 0.8, 6],
  ["minor", "minor_a", 11, 0.3, 1.6, 14], ["tertiary", "major", 10, 0.5, 2.6, 18], ["secondary", "major", 9, 0.8, 3.4, 20],
  ["primary", "major", 8, 1, 4, 22], ["trunk", "highway", 6, 1.4, 4.6, 24], ["motorway", "highway", 5, 1.6, 5, 26],
];
const LARGE = ["motorway", "trunk", "primary", "secondary"];
const GREEN = ["park", "cemetery", "pitch", "playground", "wood", "grass"];
const name = ["coalesce", ["get", "name:id"], ["get", "name"], ["get", "name:latin"]];
const kinds = (list) => ["in", ["get", "class"], ["literal", list]];

function wide(by10, by14, by18, more = 0) {
  return ["interpolate", ["exponential", 1.6], ["zoom"], 10, by10 + more, 14, by14 + more, 18, by18 + more];
}

export function openMapTiles(source, color) {
  const line = (id, of, paint, rest = {}) => ({ id, type: "line", source, "source-layer": of, layout: { "line-cap": "round", "line-join": "round" }, paint, ...rest });
  const fill = (id, of, paint, rest = {}) => ({ id, type: "fill", source, "source-layer": of, paint, ...rest });
  const said = (id, of, size, rest) => ({
    id, type: "symbol", source, "source-layer": of, ...rest,
    layout: { "text-field": name, "text-size": size, ...rest.layout },
    paint: { "text-color": color[rest.color ?? "city_label"], "text-halo-color": color.city_label_halo, "text-halo-width": 1.3 },
  });
  const roads = (more, tint) => ROADS.map(([kind, of, minzoom, ...widths]) =>
    line(`roads_${kind}${more ? "_casing" : ""}`, "transportation", { "line-color": tint ?? color[of], "line-width": wide(...widths, more) }, { minzoom, filter: ["==", ["get", "class"], kind] }));
  return [
    { id: "background", type: "background", paint: { "background-color": color.earth } },
    fill("green", "landcover", { "fill-color": color.park_b }, { filter: kinds(GREEN) }),
    fill("landuse_green", "landuse", { "fill-color": color.park_b }, { filter: kinds(GREEN) }),
    fill("landuse_work", "landuse", { "fill-color": color.industrial }, { filter: kinds(["industrial", "commercial", "retail"]) }),
    fill("water", "water", { "fill-color": color.water }),
    line("waterway", "waterway", { "line-color": color.water, "line-width": wide(0.8, 2, 10) }),
    fill("building", "building", { "fill-color": color.buildings }, { minzoom: 14 }),
    ...roads(1.5, color.minor_casing),
    ...roads(0),
    line("rail", "transportation", { "line-color": color.railway, "line-width": wide(0.6, 1.2, 3), "line-dasharray": [4, 2] }, { filter: ["==", ["get", "class"], "rail"] }),
    line("boundary", "boundary", { "line-color": color.boundaries, "line-dasharray": [3, 2] }, { filter: ["<=", ["get", "admin_level"], 6] }),
    said("waterway_name", "waterway", 12, { color: "ocean_label", minzoom: 12, layout: { "symbol-placement": "line" } }),
    said("road_name_minor", "transportation_name", 11.5, { color: "roads_label_minor", minzoom: 15, filter: ["!", kinds(LARGE)], layout: { "symbol-placement": "line" } }),
    said("road_name", "transportation_name", 12, { color: "roads_label_major", minzoom: 12, filter: kinds(LARGE), layout: { "symbol-placement": "line" } }),
    said("poi", "poi", 11.5, { minzoom: 15, filter: ["<=", ["get", "rank"], 20], layout: { "text-max-width": 8 } }),
    said("place", "place", ["match", ["get", "class"], "city", 16, "town", 14, 12], { maxzoom: 14, layout: { "text-max-width": 8 } }),
  ];
}
