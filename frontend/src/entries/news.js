// This browser takes an officer's notifications.
import { post } from "../parts/passkey.js";

const box = document.querySelector("[data-push-key]");
if (box && "serviceWorker" in navigator && "PushManager" in window) {
  box.hidden = false;
  const error = box.querySelector("[data-push-error]");
  box.querySelector("button").addEventListener("click", async () => {
    error.hidden = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("Izinkan pemberitahuan untuk situs ini di peramban, lalu coba lagi.");
      const worker = await navigator.serviceWorker.register("/static/officer-news.js");
      const key = Uint8Array.from(atob(box.dataset.pushKey.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { to } = await post("/akun/kabar/peramban", made.toJSON(), document.querySelector("meta[name=csrf]").content);
      location.assign(to);
    } catch (wrong) {
      error.textContent = wrong.name === "AbortError" ? "Layanan pemberitahuan peramban ini tidak terjangkau. Coba lagi nanti." : wrong.message;
      error.hidden = false;
    }
  });
}
