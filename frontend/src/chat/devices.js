// Taking the chat along, seeing where it is open, leaving it, and the question before another one is opened here.

import * as api from "./api.js";
import { timeZone } from "../parts/zone.js";

const day = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone });
const AWAY = "Sedang tidak tersambung. Coba lagi sebentar lagi.";

export class Devices {
  constructor({ view, onLeft }) {
    Object.assign(this, { view, onLeft });
    view.part("copy").addEventListener("click", (event) => this.#copy(event.currentTarget));
    view.part("leave").addEventListener("click", () => this.#leave());
    view.part("dialog").addEventListener("close", () => (view.part("link").value = "")); // nobody reads it later
  }

  /** The dialog with a fresh link and the list. */
  async open() {
    try {
      const { url, minutes } = await api.privateLink();
      this.view.part("link").value = url;
      this.view.part("minutes").textContent = minutes;
      this.#say("");
      await this.#list();
      this.view.part("dialog").showModal();
    } catch (problem) {
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
    }
  }

  async #list() {
    const rows = (await api.devices()).map((device) => this.#row(device));
    this.view.part("devices").replaceChildren(...rows);
  }

  #row({ id, name, seen_at: seen, here }) {
    const row = this.view.part("device").content.cloneNode(true).firstElementChild;
    row.querySelector("b").textContent = name;
    row.querySelector("time").textContent = here ? "perangkat ini" : `terakhir ${day.format(new Date(seen))}`;
    row.querySelector("time").dateTime = seen;
    const button = row.querySelector("button");
    if (here) button.remove();
    else {
      button.setAttribute("aria-label", `Keluarkan ${name}`);
      button.addEventListener("click", () => this.#try(async () => (await api.end(id), this.#list())));
    }
    return row;
  }

  #leave() {
    this.#try(async () => {
      await api.end();
      this.view.part("dialog").close();
      this.onLeft();
    });
  }

  async #try(act) {
    try {
      await act();
    } catch (problem) {
      this.#say(problem instanceof api.Refused ? problem.message : AWAY);
    }
  }

  #say(text) {
    this.view.part("trouble").textContent = text;
  }

  async #copy(button) {
    const field = this.view.part("link");
    field.select();
    await navigator.clipboard?.writeText(field.value).catch(() => {});
    button.lastChild.textContent = "Tersalin";
  }

  /** Whether the person wants the chat of a link they came by; whoever sent it could read along. */
  async wanted() {
    const dialog = this.view.part("join");
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
    return dialog.returnValue === "ya";
  }
}
