// <sorot-map>: the city's own outlines, no tiles. MapLibre comes only when the map scrolls into view.
//   lat, lon         one point to mark
//   draw             id of a text field that holds the corners of an area; a touch on the map adds one
//   highlight        code of a kelurahan to stand out
//   pick             a pressed point is told as sorot:point (detail: its number); select(number) marks one
//   src              JSON {"areas": {code: {open, late}}, "reports": FeatureCollection, "gauges": [...]}; see poc
// refresh() fetches src again. While loading and without WebGL the element's own text stays, so nothing is lost.
class SorotMap extends HTMLElement {
  connectedCallback() {
    this.seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) this.start();
    });
    this.seen.observe(this);
  }

  start() {
    this.seen.disconnect();
    return (this.starting ??= this.begin());
  }

  async begin() {
    const { draw } = await import("./map-draw.js");
    if (this.isConnected) this.drawn = await draw(this);
  }

  select(number) {
    this.drawn?.select?.(number);
  }

  refresh() {
    return this.drawn?.refresh();
  }

  /** Shows a place by its point; on a phone the map may stand below. */
  async show(lat, lon, name) {
    this.scrollIntoView({ block: "nearest" });
    await this.start();
    this.drawn?.show(lat, lon, name);
  }

  disconnectedCallback() {
    this.seen?.disconnect();
    this.drawn?.remove();
    this.starting = undefined;
  }
}

customElements.define("sorot-map", SorotMap);
