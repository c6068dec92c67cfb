// The live line: one stream a browser, shared by all its tabs, since HTTP/1.1 allows six connections a site.
// The tab that holds the lock listens and passes on; when it closes, another takes over where it stopped.
// Pages hear "sorot:change" on <body>, with the ids of what changed: at once after a quiet moment, then at most
// four times a second.
const channel = "BroadcastChannel" in window ? new BroadcastChannel("sorot-live") : null;
const WORDS = { open: "Langsung", connecting: "Menyambung…", closed: "Terputus" };
// What changes the number at the bell; after "refresh" anything may have.
const BELL = new Set(["bell_rung", "data_case_opened", "data_case_late", "data_case_closed", "refresh"]);
// The page holds all that happened up to here; what came while it was on its way is told like what comes later.
let lastId = Number(document.querySelector('meta[name="live-after"]')?.content ?? 0);
let batch = null;
let flushed = 0;
const [FIRST, APART] = [40, 250]; // milliseconds: what happens together is told together
const KEPT = 200; // changes the listening tab remembers for a tab that is just being opened
const recent = [];

function showState(state) {
  document.documentElement.dataset.live = state;
  for (const element of document.querySelectorAll("[data-live-state]")) {
    element.dataset.liveState = state;
    const words = element.querySelector("[data-live-words]");
    if (words && words.textContent !== WORDS[state]) words.textContent = WORDS[state];
  }
}

function flush() {
  const detail = { reports: [...batch.reports], sensors: [...batch.sensors], kinds: [...batch.kinds] };
  batch = null;
  flushed = performance.now();
  if (detail.kinds.some((kind) => BELL.has(kind))) document.body.dispatchEvent(new CustomEvent("sorot:bell"));
  document.body.dispatchEvent(new CustomEvent("sorot:change", { detail }));
}

function note(change) {
  // Somebody may be dying: this does not wait for the batch.
  if (change.kind.startsWith("call_") || change.kind === "refresh") {
    document.body.dispatchEvent(new CustomEvent("sorot:call", { detail: change }));
  }
  if (!batch) {
    batch = { reports: new Set(), sensors: new Set(), kinds: new Set() };
    setTimeout(flush, Math.max(FIRST, flushed + APART - performance.now()));
  }
  if (change.report) batch.reports.add(change.report);
  if (change.sensor) batch.sensors.add(change.sensor);
  batch.kinds.add(change.kind);
}

function hear(message) {
  if (message.state) showState(message.state);
  if (message.present) document.body.dispatchEvent(new CustomEvent("sorot:presence", { detail: message.present }));
  // A refresh may name an older state that was put back: from there on it counts.
  if (message.id && (message.id > lastId || message.change.kind === "refresh")) {
    lastId = message.id;
    note(message.change);
  }
}

function tell(message) {
  hear(message);
  channel?.postMessage(message);
  if (message.id && recent.push(message) > KEPT) recent.shift();
}

/** What a tab opened just now has missed since its page was read; more than is remembered: it loads afresh. */
function catchUp(after) {
  const missed = recent.filter(({ id }) => id > after);
  if (missed.length === KEPT) channel.postMessage({ id: lastId, change: { kind: "refresh" } });
  else for (const message of missed) channel.postMessage(message);
}

let stream = null;

function connect() {
  tell({ state: "connecting" });
  stream = new EventSource(`/live?after=${lastId}`);
  stream.onopen = () => tell({ state: "open" });
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return tell({ state: "connecting" });
    // Refused (a restart, or signed out): the browser gives up, so we ask again ourselves.
    tell({ state: "closed" });
    setTimeout(connect, 3000);
  };
  stream.addEventListener("presence", ({ data }) => tell({ present: JSON.parse(data) }));
  for (const name of ["change", "refresh"]) {
    stream.addEventListener(name, ({ lastEventId, data }) => {
      tell({ id: Number(lastEventId), change: name === "change" ? JSON.parse(data) : { kind: "refresh" } });
    });
  }
}

function listen() {
  connect();
  // A new tab asks how things stand.
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (!data.ask) return hear(data);
      channel.postMessage({ state: stream.readyState === EventSource.OPEN ? "open" : "connecting" });
      catchUp(data.after);
    };
  }
  return new Promise(() => {}); // held until the tab closes
}

if (channel && navigator.locks) {
  channel.onmessage = ({ data }) => hear(data);
  channel.postMessage({ ask: true, after: lastId });
  navigator.locks.request("sorot-live", listen);
} else {
  listen();
}
