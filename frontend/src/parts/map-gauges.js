// River gauges stand on the map as labelled signs, so that their level is read, not guessed from a dot.
import { Marker, Popup } from "maplibre-gl";

const number = new Intl.NumberFormat("id-ID", { maximumFractionDigits: 0 });

const siaga = (gauge) => (gauge.level ? `Siaga ${gauge.level}` : "ambang belum ditetapkan");

function sign(gauge) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `map-gauge siaga ${gauge.level ? `siaga-${gauge.level}` : ""}`;
  const level = gauge.value === null ? "tanpa data" : `${number.format(gauge.value)} ${gauge.unit}`;
  element.textContent = level;
  element.setAttribute("aria-label", `${gauge.name}: ${level}, ${siaga(gauge)}`);
  return element;
}

function words(gauge) {
  const box = document.createElement("div");
  const name = Object.assign(document.createElement("strong"), { textContent: gauge.name });
  const river = Object.assign(document.createElement("p"), { textContent: `${gauge.river} · ${siaga(gauge)}` });
  const when = Object.assign(document.createElement("p"), { textContent: gauge.when });
  box.append(name, river, when);
  return box;
}

export function gaugeMarkers(map) {
  const shown = new Map();
  return {
    show(gauges) {
      const codes = new Set(gauges.map((gauge) => gauge.code));
      for (const [code, marker] of shown) if (!codes.has(code)) shown.delete(code) && marker.remove();
      for (const gauge of gauges) {
        shown.get(gauge.code)?.remove();
        const popup = new Popup({ offset: 14 }).setDOMContent(words(gauge));
        const marker = new Marker({ element: sign(gauge) }).setLngLat([gauge.lon, gauge.lat]).setPopup(popup);
        shown.set(gauge.code, marker.addTo(map));
      }
    },
  };
}
