// Light, dark, or as the device says. The choice is applied before first paint by a script in base.html.
const KEY = "sorot-theme";
const LABEL = { auto: "Tampilan mengikuti perangkat", terang: "Tampilan terang", gelap: "Tampilan gelap" };
const NEXT = { auto: "gelap", gelap: "terang", terang: "auto" };

function chosen() {
  const value = localStorage.getItem(KEY);
  return value in LABEL ? value : (document.documentElement.dataset.themeDefault ?? "auto");
}

function show(theme) {
  const root = document.documentElement;
  if (theme === "auto") root.removeAttribute("data-theme");
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.setAttribute("aria-label", `${LABEL[theme]}. Ganti tampilan`);
    button.title = LABEL[theme];
    for (const icon of button.querySelectorAll("[data-for]")) icon.toggleAttribute("hidden", icon.dataset.for !== theme);
  }
  document.dispatchEvent(new CustomEvent("sorot:theme"));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-theme-toggle]")) return;
  const theme = NEXT[chosen()];
  localStorage.setItem(KEY, theme);
  show(theme);
});
show(chosen());
