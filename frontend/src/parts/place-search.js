// A place by the beginning of its name, shown on the map of the page; and a row of a list that shows where it is.
const WAIT = 250; // milliseconds after the last letter

const show = ({ lat, lon, name }) => document.querySelector("sorot-map")?.show(Number(lat), Number(lon), name);

function fill(form, found) {
  const list = form.querySelector("[data-place-found]"), told = form.querySelector("[data-place-told]");
  const asked = form.elements.q.value.trim().length >= 2;
  list.replaceChildren(...found.map((place) => {
    const row = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "place-found" });
    button.append(Object.assign(document.createElement("strong"), { textContent: place.name }), Object.assign(document.createElement("span"), { className: "text-sm muted", textContent: place.what }));
    button.addEventListener("click", () => (show(place), (list.hidden = true)));
    row.append(button);
    return row;
  }));
  if (asked && !found.length) list.append(Object.assign(document.createElement("li"), { className: "p-3 text-sm muted", textContent: "Tidak ditemukan. Tulis awal namanya." }));
  list.hidden = !asked;
  told.textContent = asked ? `${found.length} tempat ditemukan` : "";
}

let timer, latest = 0;
async function ask(form) {
  const mine = ++latest;
  const answer = await fetch(`${form.dataset.placeSearch}?q=${encodeURIComponent(form.elements.q.value)}`, { headers: { Accept: "application/json" } });
  if (mine === latest) fill(form, answer.ok ? await answer.json() : []);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-place-search]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form), WAIT);
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("[data-place-search]");
  if (!form) return;
  event.preventDefault();
  form.querySelector(".place-found")?.click();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.closest?.("[data-place-search]")?.querySelector("[data-place-found]").setAttribute("hidden", "");
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-show-place]");
  if (button) show(button.dataset);
});
