// A report's photos, large: zoom with the buttons, the wheel or + and -, turn with r, go on with the arrows,
// two side by side with b. Without a script the photo opens in a tab of its own.
const PHOTOS = ".report .files a:has(img), .report .before-after a:has(img)";
const MOST = 6;
let shown = { at: 0, zoom: 1, turn: 0, pair: false };

const viewer = () => document.getElementById("penampil");
const photos = () => [...new Map([...document.querySelectorAll(PHOTOS)].map((link) => [link.href, link])).values()];

function draw() {
  const all = photos();
  const pictures = viewer().querySelectorAll("[data-view-photo]");
  const two = shown.pair && all.length > 1;
  const links = [all[shown.at], two ? all[(shown.at + 1) % all.length] : null];
  pictures.forEach((picture, number) => {
    const link = links[number];
    picture.hidden = !link;
    if (!link) return;
    if (picture.src !== link.href) picture.src = link.href;
    picture.alt = link.querySelector("img").alt;
    picture.style.transform = `rotate(${shown.turn}deg) scale(${shown.zoom})`;
  });
  viewer().querySelector('[data-view="pair"]').setAttribute("aria-pressed", String(two));
  const names = links.filter(Boolean).map((link) => link.querySelector("img").alt);
  viewer().querySelector("[data-view-said]").textContent = `${names.join(" dan ")} (${shown.at + 1} dari ${all.length})`;
}

const zoom = (factor) => { shown.zoom = Math.min(MOST, Math.max(1, shown.zoom * factor)); };
const go = (steps) => { shown = { ...shown, at: (shown.at + steps + photos().length) % photos().length, zoom: 1, turn: 0 }; };
const DEEDS = {
  prev: () => go(-1), next: () => go(1), out: () => zoom(1 / 1.5), in: () => zoom(1.5),
  turn: () => { shown.turn = (shown.turn + 90) % 360; },
  pair: () => { shown.pair = !shown.pair; },
};
const KEYS = { ArrowLeft: "prev", ArrowRight: "next", "-": "out", "+": "in", "=": "in", r: "turn", b: "pair" };

function act(deed) {
  if (deed === "close") return viewer().close();
  DEEDS[deed]();
  draw();
}

document.addEventListener("click", (event) => {
  const deed = event.target.closest?.("#penampil [data-view]");
  if (deed) return act(deed.dataset.view);
  const link = event.target.closest?.(PHOTOS);
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !viewer()) return;
  event.preventDefault();
  shown = { at: photos().findIndex((one) => one.href === link.href), zoom: 1, turn: 0, pair: Boolean(link.closest(".before-after")) };
  draw();
  viewer().showModal();
});
document.addEventListener("keydown", (event) => {
  if (!viewer()?.open || !KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(KEYS[event.key]);
});
document.addEventListener("wheel", (event) => {
  if (!event.target.closest?.("#penampil .viewer-photos")) return;
  event.preventDefault();
  act(event.deltaY < 0 ? "in" : "out");
}, { passive: false });
