// One camera's stream: browsers that play HLS do it themselves, others get hls.js, which only they load.
const KIND = "application/vnd.apple.mpegurl";
const box = document.querySelector("[data-live-camera]");

function player(box) {
  const video = box.querySelector("video");
  const said = box.querySelector("[data-live-said]");
  const again = box.querySelector("[data-live-again]");
  let hls = null;
  let over = 0;

  function stop(words) {
    clearTimeout(over);
    hls?.destroy();
    hls = null;
    video.pause();
    video.removeAttribute("src");
    video.load();
    box.classList.remove("is-live");
    said.textContent = words;
    again.hidden = false;
  }

  async function play(src) {
    if (video.canPlayType(KIND)) {
      video.src = src;
    } else {
      const { default: Hls } = await import("hls.js/light");
      if (!Hls.isSupported()) return stop("Peramban ini tidak bisa memutar tayangan kamera.");
      hls = new Hls({ enableWorker: false });
      hls.on(Hls.Events.ERROR, (_, what) => what.fatal && stop("Tayangan terputus dari kamera."));
      hls.loadSource(src);
      hls.attachMedia(video);
    }
    video.play().catch(() => {}); // a browser that wants a press shows its own button
  }

  async function start() {
    again.hidden = true;
    said.textContent = "Menyambung ke kamera…";
    try {
      const csrf = document.querySelector('meta[name="csrf"]').content;
      const answer = await fetch(box.dataset.liveCamera, { method: "POST", headers: { "X-CSRF-Token": csrf, Accept: "application/json" } });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      const { src, seconds } = await answer.json();
      over = setTimeout(() => stop("Waktu menonton habis."), seconds * 1000);
      await play(src);
    } catch (wrong) {
      stop(wrong.message || "Tidak tersambung.");
    }
  }

  video.addEventListener("playing", () => {
    box.classList.add("is-live");
    said.textContent = "Langsung";
  });
  video.addEventListener("waiting", () => {
    box.classList.remove("is-live");
    said.textContent = "Menunggu kamera…";
  });
  video.addEventListener("error", () => video.getAttribute("src") && stop("Tayangan terputus dari kamera."));
  again.addEventListener("click", start);
  start();
}

if (box) player(box);
