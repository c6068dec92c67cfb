// What an officer has begun to write stays: across reports, refusals, reloads and the end of the session. It is kept
// in this browser under the officer's own name, for a day, and goes when it was sent or the officer signs out.
import "./htmx.js";

const DAY = 24 * 60 * 60 * 1000;
const owner = document.querySelector('meta[name="officer"]')?.content ?? "";
const START = `sorot-draft:${owner}:`;
const keyOf = (form) => START + new URL(form.action, location.href).pathname;
const forms = () => [...document.querySelectorAll("form[data-draft]")];

for (const key of Object.keys(localStorage)) {
  if (!key.startsWith("sorot-draft:")) continue;
  try {
    if (Date.now() - JSON.parse(localStorage[key]).at > DAY) localStorage.removeItem(key);
  } catch {
    localStorage.removeItem(key);
  }
}

function keep(form) {
  const values = Object.fromEntries([...new FormData(form)].filter(([name, value]) => name !== "csrf" && typeof value === "string"));
  const written = [...form.querySelectorAll("textarea")].some((field) => field.value.trim());
  if (written) localStorage[keyOf(form)] = JSON.stringify({ at: Date.now(), values });
  else localStorage.removeItem(keyOf(form));
}

function restore(form) {
  const kept = localStorage[keyOf(form)];
  const empty = [...form.querySelectorAll("textarea")].every((field) => !field.value);
  if (!kept || !empty || form.contains(document.activeElement)) return;
  for (const [name, value] of Object.entries(JSON.parse(kept).values)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value;
      else if (field.type !== "hidden") field.value = value;
    }
  }
  form.closest("details")?.setAttribute("open", "");
}

const restoreAll = () => forms().forEach(restore);

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (form) keep(form);
});
document.addEventListener("htmx:after:swap", restoreAll);
restoreAll();

// A form without htmx leaves the page: it is sent, or comes back refused with what was typed in it.
document.addEventListener("submit", ({ target }) => {
  if (target.matches?.("form[data-draft]:not([hx-post])")) localStorage.removeItem(keyOf(target));
  if (new URL(target.action, location.href).pathname === "/keluar") {
    for (const key of Object.keys(localStorage)) if (key.startsWith(START)) localStorage.removeItem(key);
  }
});

const WORDS = {
  401: "Sesi Anda sudah berakhir. Tulisan Anda tersimpan di peramban ini.",
  403: "Halaman ini sudah lama terbuka, atau tindakan ini bukan wewenang Anda. Tulisan Anda tersimpan di peramban ini.",
  404: "Laporan ini tidak lagi ada di antrean Anda. Mungkin sudah diteruskan ke kantor lain.",
  offline: "Belum terkirim: sambungan ke layanan terputus. Tulisan Anda masih ada, coba kirim lagi.",
};

/** Says what happened above the report (or the page), with the way on. */
function tell(sentence, way, about = "") {
  document.getElementById("putus")?.remove();
  const box = document.createElement("p");
  box.id = "putus";
  box.dataset.about = about;
  box.dataset.since = performance.now();
  box.className = "notice notice-bad m-3 items-center";
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("span"), { className: "flex-1", textContent: sentence }));
  if (way) box.append(Object.assign(document.createElement("a"), { className: "btn btn-sm", href: way[0], textContent: way[1] }));
  (document.getElementById("laporan") ?? document.querySelector("main")).prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

const here = () => location.pathname + location.search;
const WAY = {
  401: () => [`/masuk?lanjut=${encodeURIComponent(here())}`, "Masuk lagi"],
  403: () => [here(), "Muat ulang"],
  404: () => ["/petugas", "Ke antrean"],
};

document.addEventListener("htmx:before:request", ({ detail }) => {
  detail.ctx.askedAt = performance.now();
});

// A page that is no answer to the form (signed out, gone, broken) never takes the form's place.
document.addEventListener("htmx:after:request", (event) => {
  const { response, text, target } = event.detail.ctx;
  const source = event.detail.ctx.sourceElement;
  // A button of the form that sends them another way; what only weighs the words (type=button, a select) sends nothing.
  const sends = source?.matches?.('form, form button:not([type="button"])');
  const form = sends ? source.closest("form[data-draft]") : null;
  const gone = response.status === 204; // a pane's report that another office has by now
  if (gone && !target?.isConnected) return; // and the pane knows: it shows something else already
  if (!gone && response.status < 400) {
    // What was asked before it went wrong does not say that it is well again; nor does the list beside the
    // report, renewed by the same change.
    const told = document.getElementById("putus");
    const after = event.detail.ctx.askedAt > Number(told?.dataset.since);
    if (after && (target?.id !== "daftar" || told.dataset.about === "daftar")) told.remove();
    if (form) localStorage.removeItem(keyOf(form));
    return;
  }
  if (/id="(isi-laporan|baris-tenggat|panggilan-)/.test(text ?? "")) return; // our own fragment with the reason in it
  event.preventDefault();
  if (gone && target) target.dataset.gone = ""; // nothing more is asked about it (report.js)
  const status = gone ? 404 : response.status;
  tell(WORDS[status] ?? WORDS.offline, WAY[status]?.(), target?.id);
});
document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.sourceElement?.closest?.("form[data-draft]")) tell(WORDS.offline);
});
