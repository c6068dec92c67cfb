// Colours and layers of the map. MapLibre reads hex, not the page's oklch variables.
const LIGHT = {
  ground: "#e9f0f3", line: "#8fa6b2", chosen: "#0b4a66", label: "#33505e", halo: "#ffffff",
  steps: ["#eef4f6", "#d3e5ec", "#aacfdd", "#78b2c8", "#438fae"],
  calm: "#0b4a66", high: "#a85f00", urgent: "#b3261e", text: "#ffffff", ring: "#ffffff", pin: "#b3261e",
};
const DARK = {
  ground: "#0e1b26", line: "#4a6878", chosen: "#7cc4de", label: "#b9ccd6", halo: "#0b1620",
  steps: ["#13232f", "#17364a", "#1c4c66", "#226585", "#2a80a6"],
  calm: "#8fd3ea", high: "#ffb547", urgent: "#ff6b5e", text: "#08131b", ring: "#08131b", pin: "#ff6b5e",
};
export const STEPS = [1, 4, 8, 15]; // open reports a kelurahan, where the fill changes

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "gelap" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export const palette = () => (isDark() ? DARK : LIGHT);

export const textFont = ["Plus Jakarta Sans", "sans-serif"];

export function areaLayers(withFigures, withReports) {
  const color = palette();
  const fill = withFigures
    ? ["step", ["get", "open"], color.steps[0], ...STEPS.flatMap((step, index) => [step, color.steps[index + 1]])]
    : ["case", ["get", "chosen"], color.steps[2], color.steps[0]];
  return [
    { id: "ground", type: "background", paint: { "background-color": color.ground } },
    { id: "areas-fill", type: "fill", source: "areas", paint: { "fill-color": fill } },
    { id: "areas-line", type: "line", source: "areas", paint: { "line-color": color.line, "line-width": 1 } },
    {
      id: "areas-chosen", type: "line", source: "areas", filter: ["==", ["get", "chosen"], true],
      paint: { "line-color": color.chosen, "line-width": 2.5 },
    },
    {
      id: "areas-name", type: "symbol", source: "areas", minzoom: withReports ? 11.6 : 10.6,
      layout: { "text-field": ["get", "name"], "text-font": textFont, "text-size": 12, "text-padding": 6 },
      paint: { "text-color": color.label, "text-halo-color": color.halo, "text-halo-width": 1.4 },
    },
  ];
}

// A report stands for itself, a square counted by the server for many; both are put together further.
const MANY = ["coalesce", ["get", "many"], 1];
const SHORT = ["case", [">=", MANY, 1000], ["concat", ["number-format", ["/", MANY, 1000], { locale: "id", "max-fraction-digits": 1 }], " rb"], ["to-string", MANY]];
export const SUMS = { many: ["+", MANY], late: ["+", ["get", "late"]], priority: ["max", ["get", "priority"]] };

export function clusterLayers() {
  const color = palette();
  const tone = ["case", [">=", ["get", "priority"], 2], color.urgent, [">", ["get", "late"], 0], color.high, color.calm];
  return [
    {
      id: "clusters", type: "circle", source: "reports", filter: [">", MANY, 1],
      paint: {
        "circle-color": tone,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", MANY], 1.4, 12, 4, 19, 10, 32],
        "circle-stroke-color": color.ring, "circle-stroke-width": 2, "circle-opacity": 0.94,
      },
    },
    {
      id: "cluster-count", type: "symbol", source: "reports", filter: [">", MANY, 1],
      layout: { "text-field": SHORT, "text-font": textFont, "text-size": 13, "text-allow-overlap": true },
      paint: { "text-color": color.text },
    },
    {
      id: "points", type: "circle", source: "reports", filter: ["==", MANY, 1],
      paint: {
        "circle-color": tone, "circle-radius": 6.5,
        "circle-stroke-color": color.ring, "circle-stroke-width": 2,
      },
    },
  ];
}

// What residents answered to "has the water come in?": a sign beside the colour, and how many said so.
export const DEPTHS = { belum: ["#53d18a", "–", "kering"], rendah: ["#6ec1ff", "~", "di bawah lutut"], tinggi: ["#d7b0ff", "≈", "selutut lebih"] };

export function depthLayers(size) {
  const by = (at) => ["match", ["get", "depth"], ...Object.entries(DEPTHS).flatMap(([depth, of]) => [depth, of[at]]), DEPTHS.belum[at]];
  const many = ["case", [">", ["get", "many"], 1], ["to-string", ["get", "many"]], ""];
  return [
    {
      id: "depths", type: "circle", source: "depths",
      paint: {
        "circle-color": by(0), "circle-stroke-color": "#08131b", "circle-stroke-width": size * 0.12,
        "circle-radius": ["*", size, ["interpolate", ["linear"], ["sqrt", ["get", "many"]], 1, 0.7, 5, 0.95, 15, 1.2]],
      },
    },
    {
      id: "depths-sign", type: "symbol", source: "depths",
      layout: { "text-field": ["concat", by(1), many], "text-font": textFont, "text-size": size, "text-allow-overlap": true, "text-ignore-placement": true },
      paint: { "text-color": "#08131b" },
    },
  ];
}
