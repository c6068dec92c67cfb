// The report by keyboard, the open one or that of the focused row: r answers, n notes, a takes it, c category, s status, f forwards, m joins, ? tells all.
import { openFocused, typing } from "./keys.js";

const pressed = (selector) => () => document.querySelector(selector)?.click();
/** Opens a group of the report's deeds and stands in its first field. */
const opened = (selector) => () => {
  const group = document.querySelector(selector);
  if (!group) return;
  group.open = true;
  group.scrollIntoView({ block: "nearest" });
  [...group.querySelectorAll("input, select, textarea, button")].find((field) => field.type !== "hidden" && field.tabIndex >= 0 && field.offsetParent)?.focus();
};
const writing = (kind) => () => {
  const choice = document.querySelector(`#tulis input[name=jenis][value=${kind}]`);
  if (!choice) return;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector("#tulis textarea")?.focus();
};
const DEEDS = {
  r: writing("jawab"),
  n: writing("catatan"),
  a: pressed("#pemegang [data-key=a]"),
  u: pressed("#belum-dibaca"),
  t: () => document.querySelector("[data-ready]")?.focus(),
  c: opened("#ubah-kategori"),
  s: opened("#ubah-status"),
  f: opened("#teruskan"),
  m: () => {
    const likest = document.querySelector("#serupa li button");
    if (likest) likest.focus();
    else opened("#gabung-nomor")();
  },
  "?": () => document.getElementById("pintasan")?.showModal(),
};
const PLACES = { i: "/petugas", k: "/petugas/kumpulan", p: "/poc" };
let going = 0;

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "g") {
    going = Date.now();
    return;
  }
  if (Date.now() - going < 1500 && event.key in PLACES) {
    const link = document.querySelector(`header a[href="${PLACES[event.key]}"]`);
    if (link) link.click();
    going = 0;
    return;
  }
  going = 0;
  const deed = DEEDS[event.key];
  if (!deed) return;
  event.preventDefault();
  const opening = event.key === "?" ? null : openFocused(document.getElementById("isi-laporan")?.dataset.number, "nrt".includes(event.key) ? "#tulis" : "");
  if (opening) meanwhile(opening, deed);
  else deed();
});

// What is typed while the report is being opened are its words, and no keys of the one before.
function meanwhile(opening, deed) {
  let typed = "";
  const keep = (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key.length === 1) typed += event.key;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", keep, true);
  opening.then(deed).finally(() => {
    removeEventListener("keydown", keep, true);
    const field = document.activeElement;
    if (!typed || !field.matches("textarea")) return;
    field.setRangeText(typed, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-open-keys]")) DEEDS["?"]();
});
