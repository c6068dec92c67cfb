// Drawing messages. All text goes in as text, never as HTML.
import { timeZone } from "../parts/zone.js";

const clock = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone });
export const STATES = { waiting: "Menunggu sambungan", sending: "Mengirim", sent: "Terkirim", failed: "Gagal terkirim" };

const NUMBER = /\b[A-Z]{2,5}-\d{4}-\d{5,}$/gm; // where it ends its line: within a sentence it is a word like others
const SENDS = /:send$/; // the id of the one answer that files a report

/** What we say, a report's number in large where it is the one the message gives. */
function withNumber(text) {
  const found = [...text.matchAll(NUMBER)];
  if (found.length !== 1) return [text];
  const [[given], at] = [found[0], found[0].index];
  const number = Object.assign(document.createElement("strong"), { className: "chat-number", textContent: given });
  return [text.slice(0, at), number, text.slice(at + given.length)];
}

export class View {
  constructor(root) {
    this.root = root;
    this.log = this.part("log");
  }

  part(name) {
    return this.root.querySelector(`[data-chat="${name}"]`);
  }

  #row(kind, message) {
    const row = this.part(kind).content.cloneNode(true).firstElementChild;
    const text = row.querySelector(".bubble");
    text.append(...(kind === "ours" ? withNumber(message.text || "") : [message.text || (message.point ? "Lokasi saya" : "")]));
    if (!message.text && !message.point) text.hidden = true;
    const time = row.querySelector("time");
    time.dateTime = message.at;
    time.textContent = clock.format(new Date(message.at));
    return row;
  }

  mine(message, state) {
    const row = this.#row("mine", message);
    for (const address of message.pictures || []) row.prepend(this.#picture(address));
    if (message.point && message.text) row.querySelector(".bubble").append(" (lokasi saya)");
    row.dataset.id = message.id;
    this.#append(row);
    this.state(row, state);
    this.#retire();
    return row;
  }

  state(row, state) {
    row.dataset.state = state;
    row.querySelector("[data-state]").textContent = STATES[state] ? `· ${STATES[state]}` : "";
  }

  picture(row, address) {
    row.prepend(this.#picture(address));
  }

  #picture(address, words = "Foto yang Anda kirim") {
    const image = document.createElement("img");
    image.className = "chat-photo";
    image.src = address;
    image.alt = words;
    image.loading = "lazy";
    image.addEventListener("load", () => this.#near && this.toEnd());
    return image;
  }

  progress(row) {
    const bar = document.createElement("progress");
    bar.className = "chat-progress";
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", "Foto sedang dikirim");
    row.prepend(bar);
    return bar;
  }

  ours(message, { press, place, fresh }) {
    const row = this.#row("ours", message);
    row.dataset.n = message.n;
    if (message.picture) row.prepend(this.#picture(`/chat/photos/${message.picture}`, "Foto dari petugas"));
    const choices = document.createElement("div");
    choices.className = "chat-choices";
    if (message.dial) choices.append(this.#link(`tel:${message.dial}`, `Telepon ${message.dial}`, "icon-call", "chat-call"));
    if (message.link) choices.append(this.#link(message.link[1], message.link[0], "icon-link"));
    if (fresh && message.ask_location) choices.append(this.#answer("Gunakan lokasi saya", place, "icon-place"));
    for (const [id, title] of (fresh && message.buttons) || []) choices.append(this.#answer(title, () => press(id, title), "", SENDS.test(id)));
    if (choices.childElementCount) row.querySelector(".bubble").after(choices);
    this.#append(row);
    return row;
  }

  #icon(name) {
    return name ? this.part(name).content.cloneNode(true) : "";
  }

  #link(address, title, icon, extra = "") {
    const link = document.createElement("a");
    link.className = `btn btn-sm ${extra}`;
    link.href = address;
    link.append(this.#icon(icon), title);
    return link;
  }

  #answer(title, act, icon, primary = false) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `btn btn-sm ${primary ? "btn-primary" : ""}`;
    button.dataset.answer = "";
    button.append(this.#icon(icon), title);
    button.addEventListener("click", act);
    return button;
  }

  get #near() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 400;
  }

  /** Once something is said, the choices above it are past; whoever pressed one keeps their place. */
  #retire() {
    if (document.activeElement?.matches("[data-answer]")) this.log.focus({ preventScroll: true });
    for (const button of this.log.querySelectorAll("[data-answer]")) button.remove();
    for (const empty of this.log.querySelectorAll(".chat-choices:empty")) empty.remove();
  }

  /** Whether what is added is announced: what was said before is not news. */
  announce(on) {
    this.log.setAttribute("aria-live", on ? "polite" : "off");
  }

  clear() {
    for (const row of this.log.querySelectorAll(".chat-row")) row.remove();
  }

  #append(row) {
    this.part("welcome")?.remove();
    const near = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 160;
    this.log.append(row);
    document.documentElement.dataset.chat = "begun"; // on a phone the chat takes the screen from now on
    if (near || row.classList.contains("chat-row-mine")) this.#into(row);
  }

  /** The newest is seen from its beginning, however long it is. */
  #into(row) {
    this.toEnd();
    const above = row.getBoundingClientRect().top - this.log.getBoundingClientRect().top;
    if (above < 8) this.log.scrollTop += above - 8;
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  typing(on) {
    this.part("typing").hidden = !on;
    if (on) this.toEnd();
  }

  banner(text) {
    const banner = this.part("banner");
    banner.hidden = !text;
    banner.textContent = text || "";
  }
}
