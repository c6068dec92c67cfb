// A tile asks for its camera only while somebody can see it; what is old, or no longer heard of, never looks live.
const EVERY = 10_000;
const FORGOTTEN = 45_000; // unheard for so long, a tile is not believed any more

const wall = document.querySelector("[data-camera-wall]");
const seen = new Set();
let soon = 0;

function picture(tile, told) {
  const place = tile.querySelector("[data-view-place]");
  const image = new Image();
  const small = wall.dataset.small ? "?kecil=1" : "";
  image.onload = () => {
    place.querySelector("[data-wait]")?.remove();
    place.querySelector("img")?.remove();
    place.prepend(image);
    image.alt = `Gambar kamera ${tile.dataset.name}`;
  };
  image.onerror = () => delete tile.dataset.still; // asked for again the next time
  tile.dataset.still = told.still;
  image.src = `/petugas/kamera/${tile.dataset.camera}/gambar/${told.still}${small}`;
}

function show(tile, told) {
  tile.dataset.heard = Date.now();
  tile.classList.toggle("is-live", told.live);
  tile.classList.toggle("is-old", !told.live);
  tile.querySelector("[data-age]").textContent = told.age;
  tile.querySelector("[data-said-state]").textContent = told.said;
  tile.title = told.fault;
  if (told.still && String(told.still) !== tile.dataset.still) picture(tile, told);
}

function forget() {
  for (const tile of wall.children) {
    const heard = Number(tile.dataset.heard ?? 0);
    if (heard && Date.now() - heard > FORGOTTEN) {
      tile.classList.remove("is-live");
      tile.classList.add("is-old");
      tile.querySelector("[data-said-state]").textContent = "sambungan terputus";
    }
  }
}

async function ask() {
  if (document.hidden || !seen.size) return;
  const query = [...seen].map((tile) => `kode=${encodeURIComponent(tile.dataset.camera)}`).join("&");
  try {
    const answer = await fetch(`/petugas/kamera/petak?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const told = await answer.json();
    for (const tile of seen) if (told[tile.dataset.camera]) show(tile, told[tile.dataset.camera]);
  } catch {
    // not connected: the tiles grow old by themselves
  }
}

if (wall) {
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
    clearTimeout(soon);
    soon = setTimeout(ask, 100);
  });
  for (const tile of wall.children) watch.observe(tile);
  setInterval(() => {
    forget();
    ask();
  }, EVERY);
  document.addEventListener("visibilitychange", ask);
}
