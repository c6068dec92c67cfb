// The open line: our messages as they come, with looks of its own while the line is down.

import { messages } from "./api.js";

const LOOK_EVERY = 8000; // while the line is down
const ENOUGH = 3; // refused lines in a row
const PATIENCE = 3000; // a line that returns so soon was never worth a banner

export class Line {
  constructor({ after, onMessage, onState, onRestored, onEnded }) {
    Object.assign(this, { after, onMessage, onState, onRestored, onEnded, closed: 0 });
    addEventListener("online", () => this.open());
    addEventListener("offline", () => onState(false));
  }

  close() {
    this.source?.close();
    this.#up();
    this.ended = true;
  }

  open() {
    if (this.ended) return;
    this.source?.close();
    this.source = new EventSource(`/chat/live?after=${this.after()}`);
    this.source.onopen = () => this.#up();
    this.source.addEventListener("hello", (event) => {
      this.closed = 0;
      // Older than what we have seen: the service was restored from a copy, and its numbers begin again there.
      if (JSON.parse(event.data).newest < this.after()) this.onRestored();
    });
    this.source.addEventListener("message", (event) => this.onMessage(JSON.parse(event.data)));
    this.source.onerror = () => this.#down();
  }

  #up() {
    clearTimeout(this.banner);
    clearInterval(this.looking);
    this.banner = this.looking = undefined;
    this.onState(true);
  }

  #down() {
    this.banner ??= setTimeout(() => this.onState(false), PATIENCE);
    this.looking ??= setInterval(() => this.#look(), LOOK_EVERY);
  }

  async #look() {
    try {
      (await messages(this.after())).forEach(this.onMessage);
      if (this.source.readyState !== EventSource.CLOSED) return;
      if (this.closed++ < ENOUGH) return this.open();
      this.close(); // refused again and again: the chat was ended on another device
      this.onEnded();
    } catch {
      // still away; the next look comes by itself
    }
  }
}
