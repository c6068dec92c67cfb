import "../parts/take-along.js";
import { post, sign, tell, usable } from "../parts/passkey.js";

// A demo login fills the form and sends it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill-username]");
  if (!button) return;
  const form = document.getElementById("masuk");
  form.elements.username.value = button.dataset.fillUsername;
  form.elements.password.value = button.dataset.fillPassword;
  form.requestSubmit();
});

// A one-time link carries its key behind the #: it goes into the form and out of the address.
const field = document.querySelector("[data-key-field] input");
if (field && location.hash.length > 1) {
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
if (field?.value) field.closest("[data-key-field]").hidden = true;

// A passkey, as the whole sign-in or as its second step.
for (const box of usable() ? document.querySelectorAll("[data-passkey]") : []) {
  box.hidden = false;
  const error = box.querySelector("[data-passkey-error]");
  box.querySelector("button").addEventListener("click", async () => {
    error.hidden = true;
    try {
      const { options, ticket } = await post("/masuk/passkey/tanya", {}, box.dataset.csrf);
      const credential = await sign(options);
      const { to } = await post("/masuk/passkey", { ticket, credential, lanjut: box.dataset.lanjut }, box.dataset.csrf);
      location.assign(to);
    } catch (wrong) {
      tell(error, wrong);
    }
  });
}
