// The key behind the # of the link to one's own data: out of the address at once, handed in when asked for.

const key = /^#kunci=([\w-]{1,200})$/.exec(location.hash)?.[1];
const said = document.querySelector("#hasil");
const button = document.querySelector("#unduh");

function save(content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = "data-saya.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function download() {
  button.disabled = true;
  said.textContent = "Sedang disiapkan…";
  try {
    const answer = await fetch("/data", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sorot-Chat": "1" },
      body: JSON.stringify({ kunci: key }),
    });
    if (answer.ok) {
      save(await answer.blob());
      said.textContent = "Berkasnya sudah diunduh.";
      return;
    }
    said.textContent = (await answer.json()).detail;
    button.disabled = answer.status === 404;
  } catch {
    said.textContent = "Tidak tersambung. Coba tekan lagi sebentar lagi.";
    button.disabled = false;
  }
}

if (key) {
  history.replaceState(null, "", location.pathname);
  document.querySelector("#ada").hidden = false;
  document.querySelector("#tanpa-kunci").hidden = true;
  button.addEventListener("click", download);
}
