// <sorot-city-map>: public reports over the city's outlines. On a phone MapLibre comes when somebody asks for the map;
// everything it shows stands in the list beside it as well.
//   src              GeoJSON of what a part of the map shows; bbox and zoom are added
//   lat, lon         one point instead
//   show, near       words on the buttons
//   highlight        code of a kelurahan to stand out
class SorotCityMap extends HTMLElement {
  connectedCallback() {
    if (matchMedia("(min-width: 60rem)").matches) return this.start();
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: this.getAttribute("show") });
    button.addEventListener("click", () => {
      button.remove();
      this.start();
    });
    this.querySelector("[data-map-words]")?.setAttribute("hidden", "");
    this.append(button);
  }

  async start() {
    this.dataset.open = "";
    const { drawCity } = await import("./city-map-draw.js");
    if (this.isConnected) await drawCity(this);
  }
}

customElements.define("sorot-city-map", SorotCityMap);
