// The camera with the resident's photo over it. Nothing leaves the phone before "Pakai" is pressed; what is taken is what
// the camera sees, without the photo over it.
import { send } from "./upload.js";

const EDGE = 2048; // pixels of the longer edge

export function twin(box) {
  const one = (selector) => box.querySelector(selector);
  const [video, canvas, take, again, use, say] = ["video", "canvas", "[data-shoot]", "[data-again]", "[data-use]", "[data-say]"].map(one);
  const ghost = one("[data-ghost]");
  let taken;

  const tell = (words) => (say.textContent = words);
  const show = (still) => {
    canvas.hidden = !still;
    for (const button of [again, use]) button.hidden = !still;
    take.hidden = still;
  };
  const faint = () => ghost && (ghost.style.opacity = `${one("[data-faint]").value}%`);

  async function start() {
    if (!navigator.mediaDevices?.getUserMedia) return tell("Peramban ini tidak bisa membuka kamera. Pakai “Pilih dari galeri saja”.");
    try {
      const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } };
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      await video.play();
      take.disabled = false;
      tell("");
    } catch (error) {
      tell(error.name === "NotAllowedError" ? "Kamera tidak diizinkan. Izinkan di pengaturan peramban, lalu muat ulang." : "Kamera tidak bisa dinyalakan. Pakai “Pilih dari galeri saja”.");
    }
  }

  take.addEventListener("click", () => {
    const scale = Math.min(1, EDGE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => (taken = blob), "image/jpeg", 0.88);
    show(true);
    use.focus();
    tell("Geser “Samar” untuk membandingkan, lalu pakai atau ulangi.");
  });
  again.addEventListener("click", () => {
    show(false);
    take.focus();
    tell("");
  });
  use.addEventListener("click", async () => {
    if (!taken) return;
    use.disabled = true;
    const form = { action: box.dataset.action, elements: { csrf: one('[name="csrf"]') } };
    const bad = await send(form, taken, "foto-kembar.jpg", (share) => tell(`Mengunggah ${Math.round(share * 100)} %`));
    use.disabled = false;
    if (bad) return tell(bad);
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    location.assign(box.dataset.done);
  });
  box.addEventListener("input", ({ target }) => {
    if (target.matches("[data-faint]")) faint();
    if (target.name === "bayangan") ghost.src = target.value;
  });
  faint();
  start();
}
