// A page of many rows, each a form: saving one loads the page anew, and what was changed in the others is put back.
// Kept in this tab until the next page only; nothing of a password, a file or a form that keeps drafts of its own.
const KEY = "sorot-rows";
const SOON = 60 * 1000;
const OWN = new Set(["csrf", "base"]); // of this very page: the new one brings its own

const ordinary = (form) => form.method === "post" && !form.dataset.draft && !form.hasAttribute("hx-post");
const fields = (form) => [...form.elements].filter(({ name, type }) => name && !["hidden", "password", "file", "submit", "button"].includes(type));
// Which row it is: where it is sent, and what it says of itself.
const rowOf = (form) =>
  [new URL(form.action, location.href).pathname, ...[...form.elements].filter(({ type, name }) => type === "hidden" && !OWN.has(name)).map(({ name, value }) => `${name}=${value}`)].join("&");

const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);
const asLoaded = new WeakMap();
for (const form of [...document.forms].filter(ordinary)) for (const field of fields(form)) asLoaded.set(field, valueOf(field));
const changed = (field) => asLoaded.has(field) && asLoaded.get(field) !== valueOf(field);

function put(field, value) {
  if (typeof value === "boolean") field.checked = value;
  else field.value = value;
}

function putBack() {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  const { at, rows } = kept ? JSON.parse(kept) : { at: 0, rows: {} };
  if (Date.now() - at > SOON) return;
  for (const form of [...document.forms].filter(ordinary)) {
    const values = rows[rowOf(form)];
    if (!values) continue;
    fields(form).forEach((field, n) => n in values && put(field, values[n]));
    form.closest("details")?.setAttribute("open", "");
    const note = Object.assign(document.createElement("p"), { className: "text-sm font-semibold", textContent: "Belum disimpan." });
    note.setAttribute("role", "status");
    form.append(note);
  }
}

document.addEventListener("submit", ({ target }) => {
  if (!ordinary(target) || new URL(target.action, location.href).pathname === "/keluar") return;
  const others = [...document.forms].filter((form) => form !== target && ordinary(form) && fields(form).some(changed));
  const rows = Object.fromEntries(others.map((form) => [rowOf(form), fields(form).map(valueOf)]));
  if (others.length) sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), rows }));
});
putBack();
