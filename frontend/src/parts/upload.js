// Photos of the finished work leave as soon as they are chosen, one by one, each with its progress; without
// this script the same form sends them all with its button.
import { lighter } from "../chat/picture.js";
import htmx from "./htmx.js";

function line(list, name) {
  const item = document.createElement("li");
  const words = Object.assign(document.createElement("span"), { textContent: name });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `Mengunggah ${name}`);
  item.append(words, bar);
  list.append(item);
  return {
    progress: (share) => (bar.value = share),
    done: () => item.remove(),
    fail: (sentence) => {
      bar.remove();
      item.classList.add("is-bad");
      words.textContent = `${name}: ${sentence}`;
    },
  };
}

// fetch tells nothing of what has left, so this is an XMLHttpRequest.
export function send(form, file, name, progress) {
  const body = new FormData();
  body.append("csrf", form.elements.csrf.value);
  body.append("foto", file, name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRF-Token", form.elements.csrf.value);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => resolve(request.status === 201 ? "" : (request.response?.detail ?? "Tidak tersimpan. Coba lagi."));
    request.onerror = () => resolve("Tidak terkirim. Periksa sambungan, lalu pilih lagi fotonya.");
    request.send(body);
  });
}

async function upload(form, files) {
  const list = form.querySelector("[data-upload-list]");
  const finish = form.querySelector("[data-upload-finish]");
  list.replaceChildren();
  let kept = 0;
  if (finish) finish.disabled = true; // the end waits for its photo
  for (const file of files) {
    const shown = line(list, file.name);
    const bad = await send(form, await lighter(file), file.name, shown.progress);
    if (bad) shown.fail(bad);
    else {
      shown.done();
      kept += 1;
    }
  }
  if (finish) finish.disabled = false;
  const open = document.getElementById("isi-laporan");
  if (kept && !list.children.length && open) htmx.ajax("GET", `/petugas/laporan/${open.dataset.number}`, { target: "#isi-laporan", swap: "outerHTML" });
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest?.("[data-upload]");
  if (!form || target.type !== "file" || !target.files.length) return;
  const files = [...target.files];
  target.value = "";
  upload(form, files);
});
