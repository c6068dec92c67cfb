// The queue by keyboard: j/k or arrows move, Enter opens (it is a link), "/" searches, Esc leaves a field.
// On a wide screen a row opens beside the list; on a small one the link leads to the report's own page.
import htmx from "./htmx.js";

const WIDE = matchMedia("(min-width: 80rem)");
const rows = () => [...document.querySelectorAll("a[data-row]")];
export const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

let place = 0; // where the open report stands in the list, or stood before it left it
const open = (all) => all.findIndex((row) => row.hasAttribute("aria-current"));

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement.closest?.("a[data-row]"));
  const shown = open(all) >= 0 ? open(all) : place - Math.max(0, step);
  const chosen = at >= 0 ? at : shown;
  const next = all[Math.min(all.length - 1, Math.max(0, chosen + step))] ?? all[0];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

/** The row of the report beside the list; the style and screen readers ask for the value. */
function mark(number) {
  for (const [at, row] of rows().entries()) {
    row.removeAttribute("aria-current");
    if (row.dataset.row !== number) continue;
    row.setAttribute("aria-current", "true");
    place = at;
  }
}

function openBeside(number) {
  const url = new URL(location.href);
  url.searchParams.set("laporan", number);
  history.replaceState(null, "", url);
  mark(number);
  return htmx.ajax("GET", `/petugas/laporan/${number}`, { target: "#laporan", swap: "innerHTML" }).then(() => {
    document.getElementById("laporan").scrollTop = 0;
  });
}

document.addEventListener("click", (event) => {
  const row = event.target.closest("a[data-row]");
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!row || !plain || !WIDE.matches || !document.getElementById("laporan")) return;
  event.preventDefault();
  openBeside(row.dataset.row);
});

/** Opens the focused row's report where another one is open, so that a deed is done to what is pointed at.
 *  On a small screen the report's own page is gone to. Null where no such row has the focus. */
export function openFocused(number, anchor) {
  const row = document.activeElement.closest?.("a[data-row]");
  if (!row || row.dataset.row === number) return null;
  if (WIDE.matches && document.getElementById("laporan")) return openBeside(row.dataset.row);
  location.assign(row.href + anchor);
  return new Promise(() => {});
}

// What is done with leaves for the next one in the list, or for the list where none is left.
document.addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-next-report]")) return;
  const all = rows();
  const next = all[open(all) >= 0 ? open(all) + 1 : Math.min(place, all.length - 1)];
  if (!next) return location.assign("/petugas");
  openBeside(next.dataset.row);
  next.focus();
});

// A wide screen is not left empty: the first report opens by itself.
const beside = document.getElementById("laporan");
if (WIDE.matches && beside && rows().length && !new URL(location.href).searchParams.has("laporan") && !document.getElementById("isi-laporan")) {
  addEventListener("load", () => setTimeout(() => openBeside(rows()[0].dataset.row)));
}

// What is filtered stays in the address, so that a reload or a shared link shows the same.
document.addEventListener("htmx:after:swap", () => {
  const form = document.getElementById("saringan");
  if (!form) return;
  const url = new URL("/petugas", location.href);
  for (const [key, value] of new FormData(form)) if (value && !(key === "urut" && value === "mendesak")) url.searchParams.set(key, value);
  const here = new URL(location.href).searchParams;
  for (const kept of ["laporan", "peta"]) if (here.get(kept)) url.searchParams.set(kept, here.get(kept));
  history.replaceState(null, "", url);
});

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target)) return;
  const steps = { j: 1, k: -1 };
  const search = document.querySelector("[data-search]");
  if (event.key in steps && rows().length) move(steps[event.key]);
  else if (event.key === "/" && search) search.focus();
  else return;
  event.preventDefault();
});

// A list renewed by the live line keeps showing which report is open beside it.
document.addEventListener("htmx:after:swap", () => {
  const open = new URL(location.href).searchParams.get("laporan");
  if (open) mark(open);
});
