// Choosing many: "Pilih" or x shows the boxes; what is chosen stays chosen when the live line renews the list.
import { typing } from "./keys.js";

const list = document.querySelector(".queue-list");
const bar = document.getElementById("borongan");
const chosen = new Set();
const boxes = () => [...document.querySelectorAll(".row-choose")];

function show() {
  for (const box of boxes()) box.checked = chosen.has(box.value);
  bar.querySelector("[data-chosen]").textContent = chosen.size;
  bar.querySelector("[data-go]").disabled = !chosen.size;
  bar.elements.saringan.value = location.search.slice(1);
}

function begin() {
  list.dataset.choosing = "";
  show();
}

function end() {
  chosen.clear();
  delete list.dataset.choosing;
  show();
}

function toggle(number, on = !chosen.has(number)) {
  if (on) chosen.add(number);
  else chosen.delete(number);
  show();
}

if (list && bar) {
  list.addEventListener("click", ({ target }) => {
    if (target.closest("[data-choose]")) begin();
    if (target.closest("[data-unchoose]")) end();
  });
  list.addEventListener("change", ({ target }) => {
    if (target.matches(".row-choose")) toggle(target.value, target.checked);
  });
  document.addEventListener("htmx:after:swap", show);
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    const row = document.activeElement.closest?.("a[data-row]") ?? document.querySelector("a[data-row][aria-current]");
    if (event.key === "x" && row) {
      begin();
      toggle(row.dataset.row);
    } else if (event.key === "b" && chosen.size) bar.querySelector("[data-go]").click();
    else if (event.key === "Escape" && "choosing" in list.dataset) end();
    else return;
    event.preventDefault();
  });
}
