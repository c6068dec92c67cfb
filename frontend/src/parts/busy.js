// What is on its way shows it, and a form that is on its way is not sent a second time by an impatient click.
// The line at the top and the dimmed button come after a moment (css/shell.css), so that quick answers do not flicker.
const LONGEST = 15_000; // ms; a file that comes as an answer leaves its page standing: then the form is free again
const said = Object.assign(document.createElement("p"), { className: "sr-only" });
said.setAttribute("role", "status");

const posts = (form) => form.method === "post" || form.hasAttribute("hx-post");
const free = (form) => {
  form.removeAttribute("aria-busy");
  form.querySelector("[data-pressed]")?.removeAttribute("data-pressed");
  said.textContent = "";
};
function begin(form, button) {
  form.setAttribute("aria-busy", "true");
  button?.setAttribute("data-pressed", "");
  setTimeout(() => form.isConnected && form.ariaBusy && (said.textContent = "Sedang dikirim"), 1000);
  setTimeout(free, LONGEST, form);
}

addEventListener("DOMContentLoaded", () => document.body.append(said));
addEventListener(
  "submit",
  (event) => {
    if (event.target.ariaBusy !== "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
// Behind everybody else: who took the form over without htmx shows its own progress.
addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
  const taken = defaultPrevented && !target.hasAttribute("hx-post") && !submitter?.hasAttribute("hx-post");
  if (posts(target) && !taken) begin(target, submitter);
});
document.addEventListener("htmx:before:request", ({ target }) => target.matches?.("button") && target.setAttribute("data-pressed", ""));
document.addEventListener("htmx:finally:request", ({ detail, target }) => {
  const source = detail.ctx.sourceElement ?? target;
  source.removeAttribute?.("data-pressed");
  // What merely weighs the words while they are written ends nothing.
  if (source.matches?.('form, form button:not([type="button"])')) free(source.closest("form"));
});
addEventListener("pageshow", ({ persisted }) => persisted && document.querySelectorAll('form[aria-busy="true"]').forEach(free));
