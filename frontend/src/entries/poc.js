// The wall's map follows the live line, at most every two seconds; the panels renew themselves by htmx.
let waiting = false;
document.body.addEventListener("sorot:change", () => {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    document.querySelector("sorot-map")?.refresh();
  }, 2000);
});
