// <sorot-chat>: the web chat. Its markup stands in portal/templates/portal/chat.html; a light-DOM element.

import * as api from "./api.js";
import { Devices } from "./devices.js";
import { Line } from "./line.js";
import { Notify } from "./notify.js";
import { lighter, LARGEST } from "./picture.js";
import { position } from "./place.js";
import * as unsent from "./unsent.js";
import { View } from "./view.js";
import * as photos from "./waiting-photos.js";

const TYPING = 12000; // an answer that takes longer is not about to come
const MOST = 5; // photos at once, as many as a report takes
const SETTLED = 300; // ms until what was drawn from before is no news to a screen reader any more
const ENDED = "Obrolan di perangkat ini sudah ditutup dari perangkat lain. Pesan berikutnya memulai obrolan baru.";
const AWAY = "Sedang tidak tersambung. Pesan Anda disimpan dan dikirim begitu tersambung lagi.";

class SorotChat extends HTMLElement {
  connectedCallback() {
    this.view = new View(this);
    this.seen = new Set();
    this.last = 0;
    this.rows = new Map();
    this.notify = new Notify({ view: this.view });
    this.devices = new Devices({ view: this.view, onLeft: () => this.#left() });
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
    on("on-map", "click", () => this.#onMap());
    on("elsewhere", "click", () => this.devices.open());
    for (const example of this.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => this.#write(example.dataset.example));
    }
    addEventListener("online", () => this.#flush());
    document.addEventListener("visibilitychange", () => this.#acknowledge());
  }

  async #start() {
    const key = /^#lanjut=([\w-]{43})$/.exec(location.hash)?.[1];
    if (key) {
      history.replaceState(null, "", "/");
      if (await this.devices.wanted()) await this.#join(key);
    }
    await this.#load();
    this.#drawUnsent();
    this.#flush();
    if (new URLSearchParams(location.search).has("bagikan")) await this.#shared();
  }

  /** What the phone's share sheet sent here (portal/templates/portal/sw.js laid it ready), once. */
  async #shared() {
    history.replaceState(null, "", "/#obrolan");
    const laid = await caches.open("sorot-bagikan");
    for (const request of await laid.keys()) {
      const found = await laid.match(request);
      await laid.delete(request);
      if (request.url.endsWith("/kata")) this.#write(await found.text());
      else await this.#onePhoto(new File([await found.blob()], "foto", { type: found.headers.get("Content-Type") }));
    }
  }

  async #join(key) {
    try {
      await (this.begun = api.begin(key));
    } catch (problem) {
      this.begun = undefined;
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
    }
  }

  /** Draws what was said before, quietly; tries again for as long as the server cannot be asked. */
  async #load() {
    try {
      const said = await api.messages();
      this.view.announce(false);
      if (this.rows.size || this.seen.size) this.#forgetDrawn();
      said.forEach((message, i) => this.#show(message, said.slice(i).every((later) => later.from === "bot")));
      this.view.toEnd();
      if (said.length) this.#listenToServer();
      setTimeout(() => this.view.announce(true), SETTLED);
    } catch (problem) {
      this.view.banner(problem instanceof api.Refused ? problem.message : AWAY);
      setTimeout(() => this.#load().then(() => this.#drawUnsent()), (problem.wait || 5) * 1000);
    }
  }

  #connected() {
    if (this.view.part("banner").textContent === AWAY) this.view.banner(""); // other news stays
    this.#flush();
  }

  #forgetDrawn() {
    this.view.clear();
    this.seen.clear();
    this.rows.clear();
    this.last = this.acknowledged = 0;
  }

  #drawUnsent() {
    for (const message of unsent.all()) if (!this.rows.has(message.id)) this.#drawWaiting(message);
  }

  async #drawWaiting(message) {
    this.#draw(message, "waiting");
    const kept = message.kept && (await photos.find(message.id));
    if (kept) this.view.picture(this.rows.get(message.id), URL.createObjectURL(kept));
  }

  #left() {
    this.line?.close();
    unsent.all().forEach((message) => unsent.drop(message.id));
    photos.dropAll();
    location.reload();
  }

  #listenToServer() {
    if (this.line) return;
    this.view.part("elsewhere").hidden = false;
    this.notify.show();
    this.line = new Line({
      after: () => this.last,
      onMessage: (message) => this.#show(message, true),
      onRestored: () => this.#load().then(() => this.#drawUnsent()),
      onEnded: () => (this.begun = this.line = undefined, this.view.banner(ENDED)),
      onState: (up) => (up ? this.#connected() : this.view.banner(AWAY)),
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
    const identity = `${message.n} ${message.at}`; // the number alone may come again after a restore
    if (this.seen.has(identity)) return;
    this.seen.add(identity);
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
      await this.#deliver(message, row).catch((problem) => this.#anew(problem, message, row));
      unsent.drop(message.id);
      photos.drop(message.id);
      this.view.state(row, "sent");
      this.view.banner("");
      this.#await();
      this.#listenToServer();
    } catch (problem) {
      if (problem instanceof api.Refused && !problem.again) {
        unsent.drop(message.id);
        photos.drop(message.id);
        this.view.state(row, "failed");
        if (message.text && !this.view.part("text").value) this.#write(message.text); // to be mended, not typed anew
        return this.view.banner(problem.message);
      }
      this.view.state(row, "waiting");
      throw problem;
    }
  }

  /** The message with its picture's ticket in place of the picture; noted, so that it is uploaded once. */
  async #uploaded(message, row) {
    const picture = await photos.find(message.id);
    if (!picture) throw new api.Refused("Foto itu tidak ada lagi di perangkat ini. Kirim lagi, ya.", { status: 410, wait: 0 });
    const bar = this.view.progress(row);
    try {
      const { photo } = await api.upload(picture, (share) => (bar.value = share));
      const { kept: _, ...said } = { ...message, photos: [photo] };
      unsent.change(message.id, { photos: [photo], kept: undefined });
      return said;
    } finally {
      bar.remove();
    }
  }

  async #deliver(message, row) {
    await api.send(message.kept ? await this.#uploaded(message, row) : message);
  }

  /** The chat was ended elsewhere meanwhile: what is written now begins a new one. */
  async #anew(problem, message, row) {
    if (problem.status !== 401) throw problem;
    this.begun = undefined;
    await this.#session();
    await this.#deliver(message, row);
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
    await photos.keep(message.id, small); // what is shown is safe: the phone may let the page go at any moment
    unsent.keep({ ...message, kept: true });
    const row = this.view.mine({ ...message, pictures: [URL.createObjectURL(small)] }, "sending");
    this.rows.set(message.id, row);
    this.#flush();
  }

  /** A point shown on the map: the map's program comes only now. */
  async #onMap() {
    try {
      const { chosen } = await import("./pin.js");
      const point = await chosen(this.view);
      if (point) this.#say({ point });
    } catch {
      this.view.banner("Peta tidak dapat dibuka di perangkat ini. Tulis saja nama jalan atau kelurahannya.");
    }
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
}

customElements.define("sorot-chat", SorotChat);
