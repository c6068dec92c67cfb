// The chat's door on the server (bot/channels/web/routes.py).

const HEADERS = { "Content-Type": "application/json", "X-Sorot-Chat": "1" };

/** A refusal by the server: `again` when a later try may pass, `wait` in seconds. */
export class Refused extends Error {
  constructor(sentence, { status, wait }) {
    super(sentence);
    this.status = status;
    this.again = status === 429 || status >= 500;
    this.wait = wait;
  }
}

async function refused(response) {
  const problem = await response.json().catch(() => ({}));
  const wait = Number(response.headers.get("Retry-After")) || 5;
  return new Refused(problem.detail || "Maaf, sistem sedang bermasalah. Coba lagi nanti.", { status: response.status, wait });
}

async function post(path, body) {
  const response = await fetch(`/chat/${path}`, { method: "POST", headers: HEADERS, body: JSON.stringify(body) });
  if (!response.ok) throw await refused(response);
  return response.status === 204 ? null : response.json();
}

export const begin = (key) => post("session", key ? { key } : {});
export const send = (message) => post("messages", message);
export const acknowledge = (upTo) => post("ack", { up_to: upTo });
export const privateLink = () => post("link", {}); // {url, minutes}
export const end = (id) => post("end", id ? { id } : {}); // this browser's chat, or another's

export const tellMe = (subscription) => post("push", subscription); // {} ends it

/** {key, on}: what this browser subscribes with, and whether it has. */
export async function pushState() {
  const response = await fetch("/chat/push");
  if (!response.ok) throw await refused(response);
  return response.json();
}

/** Where this chat is open. */
export async function devices() {
  const response = await fetch("/chat/devices");
  if (!response.ok) throw await refused(response);
  return (await response.json()).devices;
}

/** The conversation so far, or only what came after outbox id `after`. */
export async function messages(after) {
  const response = await fetch(after === undefined ? "/chat/messages" : `/chat/messages?after=${after}`);
  if (!response.ok) throw await refused(response);
  return (await response.json()).messages;
}

/** Uploads one picture; `progress` is told shares from 0 to 1. fetch() cannot tell, so this is XMLHttpRequest. */
export function upload(file, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/chat/photos");
    request.setRequestHeader("X-Sorot-Chat", "1");
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status === 201) return resolve(request.response);
      const wait = Number(request.getResponseHeader("Retry-After")) || 5;
      reject(new Refused(request.response?.detail || "Foto gagal dikirim.", { status: request.status, wait }));
    };
    request.onerror = () => reject(new TypeError("network"));
    request.send(file);
  });
}
