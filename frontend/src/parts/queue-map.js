// The queue's map: the list's reports as points, beside it on a wide screen and in its place on a phone. The list is
// how the keyboard goes through them: the row that has the focus stands out on the map, a pressed point opens its row.
const toggle = () => document.querySelector("[data-queue-map]");
const section = () => document.getElementById("peta-antrean");
const drawn = () => section()?.querySelector("sorot-map");
const shown = () => toggle()?.getAttribute("aria-pressed") === "true";
const row = (number) => document.querySelector(`a[data-row="${CSS.escape(number)}"]`);
const WAIT = 600; // milliseconds: the list may be renewed several times in a row

function source() {
  const asked = new URLSearchParams(new FormData(document.getElementById("saringan")));
  for (const [name, value] of [...asked]) if (!value) asked.delete(name);
  return `/petugas/peta?${asked}`;
}

function make() {
  const map = document.createElement("sorot-map");
  for (const [name, value] of [["pick", ""], ["hx-morph-skip", ""], ["role", "region"], ["aria-label", "Peta laporan di daftar"], ["src", source()]]) map.setAttribute(name, value);
  map.append(Object.assign(document.createElement("p"), { className: "p-4 muted", textContent: "Peta sedang dimuat. Daftarnya tetap lengkap." }));
  section().prepend(map);
}

function press(on) {
  toggle().setAttribute("aria-pressed", String(on));
  section().hidden = !on;
  document.querySelector(".queue-grid").classList.toggle("has-map", on);
  if (on && !drawn()) make();
  const address = new URL(location.href);
  if (on) address.searchParams.set("peta", "true");
  else address.searchParams.delete("peta");
  history.replaceState(history.state, "", address);
}

let timer;
function renew() {
  if (!shown() || !drawn()) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    drawn().setAttribute("src", source());
    drawn().refresh();
  }, WAIT);
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-queue-map]")) press(!shown());
  const chosen = target.closest("a[data-row]");
  if (chosen && shown()) drawn()?.select(chosen.dataset.row);
});
document.addEventListener("focusin", ({ target }) => {
  const chosen = target.closest?.("a[data-row]");
  if (chosen && shown()) drawn()?.select(chosen.dataset.row);
});
document.addEventListener("sorot:point", ({ detail }) => {
  const found = row(detail);
  drawn().select(detail);
  section().querySelector("[data-map-note]").textContent = found ? "" : `Laporan ${detail} ada di bawah daftar; membukanya.`;
  if (!found || !found.offsetParent) return location.assign(`/petugas/laporan/${detail}`);
  found.focus();
  found.scrollIntoView({ block: "nearest" });
  found.click();
});
// The event comes from what asked: the filters, or the list itself when something changed.
document.addEventListener("htmx:after:swap", ({ target }) => ["saringan", "daftar"].includes(target?.id) && renew());
