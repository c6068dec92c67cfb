// The big wall: the live line renews it, scenes and the ticker take turns, and nothing is ever added to the page.
import "../css/big.css";
import "../parts/htmx.js";
import "../parts/live.js";
import "../parts/wall-map.js";
import { timeZone } from "../parts/zone.js";

const SCENE = 12_000; // milliseconds a scene is shown
const NEWS = 5_000;
let scene = 0;
let news = 0;

/** Shows one of the elements; with water on its way every second scene is the water. */
function show(elements, at) {
  for (const [index, element] of elements.entries()) element.classList.toggle("is-shown", index === at);
}

function scenes() {
  const box = document.getElementById("b-adegan");
  const all = [...box.querySelectorAll(":scope > section")];
  const water = box.dataset.water === "ya";
  show(all, water && scene % 2 === 0 ? 0 : (water ? (scene + 1) / 2 : scene) % all.length);
}

function ticker() {
  const all = [...document.querySelectorAll("#b-kabar > li")];
  show(all, news % Math.max(1, all.length));
}

function paint() {
  scenes();
  ticker();
}

paint();
document.body.addEventListener("htmx:after:swap", paint);
new MutationObserver(paint).observe(document.getElementById("dinding"), { childList: true, subtree: true });
setInterval(() => { scene = (scene + 1) % 1000; scenes(); }, SCENE);
setInterval(() => { news = (news + 1) % 1000; ticker(); }, NEWS);
// After a restart or a night without a line the page itself is taken anew, once a day at four in the morning.
const clock = new Intl.DateTimeFormat("id-ID", { timeZone, hour: "2-digit", minute: "2-digit" });
const opened = Date.now();
setInterval(() => {
  document.querySelector("[data-city-clock]").textContent = clock.format(new Date()).replace(":", ".");
  if (Date.now() - opened > 3_600_000 && clock.format(new Date()).startsWith("04") && document.documentElement.dataset.live === "open") location.reload();
}, 10_000);
