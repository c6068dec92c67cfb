// Being told of answers while the page is closed: a button that is there where the browser can, once the chat began.

import * as api from "./api.js";

const bytes = (key) => Uint8Array.from(atob(key.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

export class Notify {
  constructor({ view }) {
    this.view = view;
    this.button = view.part("notify");
    this.button.addEventListener("click", () => this.#turn());
  }

  /** Shows the button as things stand. */
  async show() {
    if (this.shown || !("PushManager" in window) || !navigator.serviceWorker || Notification.permission === "denied") return;
    this.shown = true;
    try {
      const { key, on } = await api.pushState();
      this.key = key;
      this.#draw(on);
      this.button.hidden = false;
    } catch {
      this.shown = false; // asked again with the next message
    }
  }

  #draw(on) {
    this.on = on;
    this.button.setAttribute("aria-pressed", String(on));
    this.button.querySelector("[data-notify-words]").textContent = on ? "Dikabari" : "Kabari saya";
    this.button.title = on ? "Anda dikabari saat halaman ini tertutup. Tekan untuk berhenti." : "Kabari saya saat ada jawaban, walau halaman ini tertutup";
  }

  async #turn() {
    this.button.disabled = true;
    try {
      if (this.on) await api.tellMe({});
      else await this.#subscribe();
      this.#draw(!this.on);
      this.view.banner(this.on ? "Baik, Anda dikabari saat ada jawaban walau halaman ini tertutup." : "Baik, peramban ini tidak dikabari lagi.");
    } catch (problem) {
      const away = "Layanan pemberitahuan peramban ini tidak terjangkau. Coba lagi nanti.";
      this.view.banner(problem instanceof api.Refused || problem.name === "Error" ? problem.message : away);
    } finally {
      this.button.disabled = false;
    }
  }

  async #subscribe() {
    if ((await Notification.requestPermission()) !== "granted") throw new Error("Izinkan pemberitahuan untuk situs ini di peramban, lalu coba lagi.");
    const worker = await navigator.serviceWorker.ready;
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(this.key) });
    await api.tellMe(made.toJSON());
  }
}
