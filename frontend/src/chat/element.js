// <sorot-chat>: the web chat. Its markup stands in portal/templates/portal/chat.html; a light-DOM element.

import * as api from "./api.js";
import { Line } from "./line.js";
import { lighter, LARGEST } from "./picture.js";
import { position } from "./place.js";
import * as unsent from "./unsent.js";
import { View } from "./view.js";

const TYPING = 12000; // an answer that takes longer is not about to come
const MOST = 5; // photos at once, as many as a report takes
const AWAY = "Sedang tidak tersambung. Pesan Anda disimpan dan dikirim begitu tersambung lagi.";

class SorotChat extends HTMLElement {
  connectedCallback() {
    this.view = new View(this);
    this.seen = new Set();
    this.last = 0;
    this.rows = new Map();
    this.#listen();
    this.#start();
  }

  #listen() {
    const on = (name, event, act) => this.view.part(name).addEventListener(event, act);
    on("form", "submit", (event) => (event.preventDefault(), this.#submit()));
    on("text", "keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) (event.preventDefault(), this.#submit());
    });
    on("text", "input", () => this.#grow());
    on("photo", "change", (event) => this.#photo(event.target));
    on("place", "click", () => this.#place());
    on("elsewhere", "click", () => this.#elsewhere());
    on("copy", "click", (event) => this.#copy(event.currentTarget));
    for (const example of this.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => this.#write(example.dataset.example));
    }
    addEventListener("online", () => this.#flush());
    document.addEventListener("visibilitychange", () => this.#acknowledge());
  }

  async #start() {
    try {
      const key = /^#lanjut=([\w-]{43})$/.exec(location.hash)?.[1];
      if (key) {
        history.replaceState(null, "", "/");
        await api.begin(key);
      }
      const said = await api.messages();
      said.forEach((message, i) => this.#show(message, said.slice(i).every((later) => later.from === "bot")));
      this.view.toEnd();
      if (said.length) this.#listenToServer();
    } catch (problem) {
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
    }
    for (const message of unsent.all()) if (!this.rows.has(message.id)) this.#draw(message, "waiting");
    this.#flush();
  }

  #listenToServer() {
    if (this.line) return;
    this.view.part("elsewhere").hidden = false;
    this.line = new Line({
      after: () => this.last,
      onMessage: (message) => this.#show(message, true),
      onState: (up) => (this.view.banner(up ? "" : AWAY), up && this.#flush()),
    });
    this.line.open();
  }

  #show(message, fresh) {
    if (message.from === "me") {
      if (this.rows.has(message.id)) return;
      const pictures = (message.photos || []).map((sha256) => `/chat/photos/${sha256}`);
      this.rows.set(message.id, this.view.mine({ ...message, pictures }, "sent"));
      unsent.drop(message.id);
      return;
    }
    if (this.seen.has(message.n)) return;
    this.seen.add(message.n);
    this.last = Math.max(this.last, message.n);
    this.view.typing(false);
    this.view.ours(message, { fresh, press: (id, title) => this.#say({ button: id, title }), place: () => this.#place() });
    this.#acknowledge();
  }

  #acknowledge() {
    if (document.hidden || !this.last || this.acknowledged === this.last) return;
    clearTimeout(this.acknowledging);
    this.acknowledging = setTimeout(() => {
      const upTo = this.last;
      api.acknowledge(upTo).then(() => (this.acknowledged = upTo), () => {}); // the next one covers it
    }, 200);
  }

  #submit() {
    const field = this.view.part("text");
    const text = field.value.trim();
    if (!text) return field.focus();
    field.value = "";
    this.#grow();
    this.#say({ text });
    field.focus();
  }

  #write(text) {
    const field = this.view.part("text");
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
  }

  #grow() {
    const field = this.view.part("text");
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 128)}px`;
  }

  #say(said) {
    const message = { id: unsent.newId(), at: new Date().toISOString(), ...said };
    unsent.keep(message);
    this.#draw(message, "sending");
    this.#flush();
  }

  #draw(message, state) {
    const row = this.view.mine({ ...message, text: message.text || message.title }, state);
    this.rows.set(message.id, row);
  }

  /** Sends what waits, oldest first, one at a time: the order of a conversation is part of what it says. */
  async #flush() {
    if (this.flushing) return;
    this.flushing = true;
    clearTimeout(this.later);
    try {
      for (let next = unsent.all()[0]; next; next = unsent.all()[0]) await this.#sendOne(next);
    } catch (problem) {
      this.later = setTimeout(() => this.#flush(), (problem.wait || 5) * 1000);
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
    } finally {
      this.flushing = false;
    }
  }

  async #sendOne(message) {
    const row = this.rows.get(message.id);
    this.view.state(row, "sending");
    try {
      await this.#session();
      await api.send(message);
      unsent.drop(message.id);
      this.view.state(row, "sent");
      this.view.banner("");
      this.#await();
      this.#listenToServer();
    } catch (problem) {
      if (problem instanceof api.Refused && !problem.again) {
        unsent.drop(message.id);
        this.view.state(row, "failed");
        return this.view.banner(problem.message);
      }
      this.view.state(row, "waiting");
      throw problem;
    }
  }

  /** A browser gets its private key with its first message, not by looking at the page. */
  async #session() {
    this.begun ??= api.begin();
    await this.begun.catch((problem) => {
      this.begun = undefined;
      throw problem;
    });
  }

  #await() {
    this.view.typing(true);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.view.typing(false), TYPING);
  }

  async #photo(field) {
    const files = [...field.files];
    field.value = "";
    if (files.length > MOST) this.view.banner(`Paling banyak ${MOST} foto sekali kirim; yang lain tidak dikirim.`);
    for (const file of files.slice(0, MOST)) await this.#onePhoto(file);
  }

  async #onePhoto(file) {
    const small = await lighter(file);
    if (small.size > LARGEST) return this.view.banner("Fotonya terlalu besar. Paling besar 10 MB.");
    const message = { id: unsent.newId(), at: new Date().toISOString() };
    const row = this.view.mine({ ...message, pictures: [URL.createObjectURL(small)] }, "sending");
    this.rows.set(message.id, row);
    await this.#upload(small, message, row);
  }

  async #upload(file, message, row) {
    const bar = this.view.progress(row);
    try {
      await this.#session();
      const { photo } = await api.upload(file, (share) => (bar.value = share));
      unsent.keep({ ...message, photos: [photo] });
      this.#flush();
    } catch (problem) {
      this.view.state(row, "failed");
      this.view.banner(problem instanceof api.Refused ? problem.message : "Foto gagal dikirim. Periksa sambungan, lalu kirim lagi.");
      this.#offerAgain(file, message, row);
    } finally {
      bar.remove();
    }
  }

  #offerAgain(file, message, row) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-sm";
    again.textContent = "Kirim lagi";
    again.addEventListener("click", () => (again.remove(), this.view.banner(""), this.view.state(row, "sending"), this.#upload(file, message, row)));
    row.append(again);
  }

  async #place() {
    this.view.banner("Mencari lokasi Anda…");
    try {
      const point = await position();
      this.view.banner("");
      this.#say({ point });
    } catch (problem) {
      this.view.banner(problem.message);
      this.view.part("text").focus();
    }
  }

  async #elsewhere() {
    try {
      this.view.part("link").value = await api.privateLink();
      this.view.part("dialog").showModal();
    } catch (problem) {
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
    }
  }

  async #copy(button) {
    const field = this.view.part("link");
    field.select();
    await navigator.clipboard?.writeText(field.value).catch(() => {});
    button.lastChild.textContent = "Tersalin";
  }
}

customElements.define("sorot-chat", SorotChat);
