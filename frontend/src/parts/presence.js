// Who else has this report open: this page says that it is there, and asks again when the live line says so.
const EVERY = 15000;
let writing = false;
let last = "";

const article = () => document.getElementById("isi-laporan");
const token = () => article()?.querySelector("[name=csrf]")?.value;

async function say(number, more = {}) {
  const body = new URLSearchParams({ csrf: token() ?? "", ...more });
  const answer = await fetch(`/petugas/laporan/${number}/hadir`, { method: "POST", body, keepalive: true });
  return answer.ok ? answer.text() : "";
}

async function tell() {
  const open = article();
  if (!open || document.hidden || !token()) return;
  const { number } = open.dataset;
  if (last && last !== number) say(last, { pergi: "true" }).catch(() => {});
  last = number;
  try {
    const html = await say(number, writing ? { tulis: "true" } : {});
    const place = document.getElementById("hadir");
    if (place && article()?.dataset.number === number && place.innerHTML.trim() !== html.trim()) place.innerHTML = html;
  } catch {
    // the line is down: the live mark says so
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.closest?.("#tulis")) return;
  const now = Boolean(document.querySelector("#tulis textarea")?.value.trim());
  if (now !== writing) {
    writing = now;
    tell();
  }
});
document.addEventListener("htmx:after:swap", () => {
  writing = Boolean(document.querySelector("#tulis textarea")?.value.trim());
  if (article() && article().dataset.number !== last) tell();
});
document.body.addEventListener("sorot:presence", ({ detail }) => {
  if (Number(article()?.dataset.report) === detail.report) tell();
});
document.addEventListener("visibilitychange", tell);
addEventListener("pagehide", () => {
  if (last) say(last, { pergi: "true" }).catch(() => {});
});
setInterval(tell, EVERY);
tell();
