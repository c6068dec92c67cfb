// The officer's own page: a passkey of this device.
import { make, post, tell, usable } from "../parts/passkey.js";

const form = document.getElementById("passkey-baru");
if (form && usable()) {
  form.hidden = false;
  document.getElementById("tanpa-passkey").hidden = true;
  const error = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    const given = new FormData(form);
    try {
      const { options, ticket } = await post("/akun/passkey/tanya", given, given.get("csrf"));
      const credential = await make(options);
      const { to } = await post("/akun/passkey", { ticket, credential, name: given.get("name") }, given.get("csrf"));
      location.assign(to);
    } catch (wrong) {
      tell(error, wrong);
    }
  });
}
