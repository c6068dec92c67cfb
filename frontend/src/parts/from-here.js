// A form that is sent with the place where somebody stands; it shows its button only where that can be asked.
export function fromHere(form) {
  if (!navigator.geolocation) return;
  const [button, say] = [form.querySelector("button"), form.querySelector("[data-say]")];
  button.hidden = false;
  form.addEventListener("submit", (event) => {
    if (form.elements.lat.value) return;
    event.preventDefault();
    button.disabled = true;
    say.textContent = "Mencari tempat Anda…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(5);
        form.elements.lon.value = coords.longitude.toFixed(5);
        button.disabled = false; // for whoever comes back to this page
        form.requestSubmit();
      },
      () => {
        button.disabled = false;
        say.textContent = "Tempat Anda tidak terbaca, jadi rutenya tetap seperti ini.";
      },
      { timeout: 15_000, maximumAge: 60_000 },
    );
  });
}
