// <select data-pick>: three letters and Enter. A field above the list narrows it; Enter takes the first that fits
// and leads to what the form asks next, or sends it when it asks no more. Without script the select stays what it is.
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Words that begin with what is typed come before words that merely hold it. */
export function ranked(options, typed) {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const score = (text) => {
    const words = plain(text).split(/[^a-z0-9]+/);
    const places = wanted.map((part) => {
      const begins = words.findIndex((word) => word.startsWith(part));
      return begins >= 0 ? begins : plain(text).includes(part) ? 50 : Infinity;
    });
    return places.reduce((sum, place) => sum + place, 0);
  };
  return options
    .map((option, at) => ({ option, at, points: score(option.label) }))
    .filter(({ points }) => points < Infinity)
    .sort((one, other) => one.points - other.points || one.at - other.at)
    .map(({ option }) => option);
}

function enhance(select) {
  if (select.dataset.picking) return;
  select.dataset.picking = "true";
  const all = [...select.querySelectorAll("option")].filter((option) => option.value);
  const box = document.createElement("div");
  box.className = "pick";
  const id = `pilih-${select.name}-${Math.random().toString(36).slice(2, 8)}`;
  box.innerHTML = `<input class="input w-full" type="text" role="combobox" autocomplete="off" spellcheck="false" aria-autocomplete="list" aria-expanded="false" aria-controls="${id}"><ul class="pick-list" role="listbox" id="${id}" hidden></ul>`;
  const [field, list] = box.children;
  field.placeholder = select.dataset.pick || "Ketik beberapa huruf";
  field.setAttribute("aria-label", select.closest("label")?.firstChild?.textContent.trim() || field.placeholder);
  if (select.value) field.value = select.selectedOptions[0].label;
  let shown = [];
  let at = 0;

  const draw = () => {
    list.replaceChildren(
      ...shown.slice(0, 8).map((option, place) => {
        const item = document.createElement("li");
        item.id = `${id}-${place}`;
        item.role = "option";
        item.textContent = option.label;
        item.setAttribute("aria-selected", String(place === at));
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(option);
        });
        return item;
      }),
    );
    if (!shown.length) list.innerHTML = '<li class="muted" role="presentation">Tidak ada yang cocok</li>';
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-activedescendant", shown.length ? `${id}-${at}` : "");
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  };
  const take = (option) => {
    select.value = option.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    field.value = option.label;
    close();
  };
  field.addEventListener("input", () => {
    shown = ranked(all, field.value);
    at = 0;
    select.value = "";
    draw();
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("blur", () => {
    close();
    if (!select.value) field.value = "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) shown = ranked(all, "");
      const last = Math.min(shown.length, 8) - 1;
      at = list.hidden ? 0 : Math.max(0, Math.min(last, at + (event.key === "ArrowDown" ? 1 : -1)));
      draw();
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      if (!shown.length) return;
      take(shown[at]);
      const form = select.form;
      const others = [...form.querySelectorAll("input, textarea, select")].filter((one) => one !== field && one.tabIndex >= 0 && one.offsetParent);
      const next = others.find((one) => one.matches("textarea[required]") && !one.value) ?? others.find((one) => !one.matches("textarea") && field.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      if (next) next.focus();
      else form.requestSubmit();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  select.addEventListener("change", () => (field.value = select.selectedOptions[0]?.label ?? ""));
  select.classList.replace("w-full", "sr-only") || select.classList.add("sr-only"); // a full width would hold, unseen, and widen the page
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.before(box);
}

const enhanceAll = () => document.querySelectorAll("select[data-pick]").forEach(enhance);
enhanceAll();
document.addEventListener("htmx:after:swap", enhanceAll);
