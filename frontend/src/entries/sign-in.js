// A demo login fills the form and sends it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill-username]");
  if (!button) return;
  const form = document.getElementById("masuk");
  form.elements.username.value = button.dataset.fillUsername;
  form.elements.password.value = button.dataset.fillPassword;
  form.requestSubmit();
});
