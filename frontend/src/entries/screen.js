// A key (of a screen, of setting up a city) stands behind the #: into the form, where it is still asked for, and out of
// the address that people see.
const key = decodeURIComponent(location.hash.slice(1));
if (key) {
  const field = document.querySelector("[data-key-form] input[name=key]");
  if (field) field.value = key;
  history.replaceState(null, "", location.pathname);
}
