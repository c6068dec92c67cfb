// The open report: stays true while others work on it, and never takes a half-written answer away.
import htmx from "./htmx.js";

const article = () => document.getElementById("isi-laporan");

function scrollToNewest() {
  const log = document.querySelector("[data-chat-scroll]");
  if (log) log.scrollTop = log.scrollHeight;
}

const READ_FOR = 8000; // milliseconds in which one's own deed stays confirmed while its event renews the page
let confirmed = null; // what confirms it, also while two renewals take it away one after the other
let saidAt = 0;

function renew() {
  const open = article();
  if (!open) return;
  const log = document.querySelector("[data-chat-scroll]");
  const atEnd = !log || log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const late = document.getElementById("berubah"); // a save that was refused: it is told until the next one
  htmx.ajax("GET", `/petugas/laporan/${open.dataset.number}`, { target: "#isi-laporan", swap: "outerMorph" }).then(() => {
    if (confirmed && !document.querySelector("[data-said]") && Date.now() - saidAt < READ_FOR) {
      document.getElementById("kepala-laporan")?.append(confirmed);
    }
    if (late && !document.getElementById("berubah")) document.getElementById("kepala-laporan")?.append(late);
    if (article()?.dataset.gone !== undefined) return;
    for (const part of article()?.querySelectorAll("[data-later]") ?? []) htmx.trigger(part, "sorot:later");
    if (atEnd) scrollToNewest();
  });
}

// What somebody has opened to fill in stays as it is, also when it was opened while the renewal was on its way.
document.addEventListener("htmx:before:swap", () => {
  for (const deed of article()?.querySelectorAll("details.deed") ?? []) deed.toggleAttribute("hx-morph-skip", deed.open);
});

document.body.addEventListener("sorot:change", ({ detail }) => {
  const id = Number(article()?.dataset.report);
  if (detail.reports.includes(id) || detail.kinds.includes("refresh")) renew();
});

// Whether an answer has left is not an event; look again while one is still waiting.
setInterval(() => {
  if (!document.hidden && article()?.querySelector("[data-pending]")) renew();
}, 4000);

// A text field grows with what is written; Ctrl+Enter sends from any field beside it, and Enter on the kind of message
// leads to its words: the form's first button would only put it off.
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-grow]")) return;
  target.style.height = "auto";
  target.style.height = `${Math.min(target.scrollHeight + 2, 240)}px`;
});
document.addEventListener("keydown", (event) => {
  const words = event.key === "Enter" && event.target.form?.querySelector("[data-grow]");
  if (!words) return;
  if (event.ctrlKey || event.metaKey) event.target.form.requestSubmit();
  else if (event.target.matches("[type=radio]")) words.focus();
  else return;
  event.preventDefault();
});

// An answer that is ready is put where the cursor stands; what was written stays.
function insert(field, words) {
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  field.setRangeText(`${before ? " " : ""}${words}`, before.length, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
document.addEventListener("click", ({ target }) => {
  const taken = target.closest?.("[data-take]");
  if (!taken) return;
  insert(taken.closest("form").querySelector("[data-grow]"), taken.dataset.take);
  document.getElementById("saran-jawaban").replaceChildren();
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-ready]") || !target.value) return;
  insert(target.form.querySelector("[data-grow]"), target.value);
  target.value = "";
});

let shown = article()?.dataset.number;
document.addEventListener("htmx:after:swap", () => {
  const now = article()?.dataset.number;
  const said = document.querySelector("[data-said]:not([data-seen])");
  if (now !== shown) confirmed = null;
  if (said) {
    said.dataset.seen = "";
    [confirmed, saidAt] = [said, Date.now()];
    said.scrollIntoView({ block: "nearest" }); // on a phone the deed stands far below it
  }
  if (now !== shown || said) scrollToNewest();
  shown = now;
});
scrollToNewest();
