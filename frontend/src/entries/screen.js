// The key of a screen's link stands behind the #: into the form, and out of the address that people see.
const key = decodeURIComponent(location.hash.slice(1));
if (key) {
  document.querySelector("#layar input[name=key]").value = key;
  history.replaceState(null, "", location.pathname);
}
