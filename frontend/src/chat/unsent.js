// What was written but not yet stored by the server: survives a reload, is sent again until it arrives.
// The message's own id makes a second sending harmless.

const KEY = "sorot-chat-unsent";

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

function write(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // A full or forbidden storage only costs the safety net; the message is still being sent.
  }
}

export const all = read;
export const keep = (message) => write([...read(), message]);
export const change = (id, more) => write(read().map((message) => (message.id === id ? { ...message, ...more } : message)));
export const drop = (id) => write(read().filter((message) => message.id !== id));
