// A spoken note: recorded when its button is pressed, heard again, and only then sent. Without a recorder the form
// takes a file.
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32_000; // a second: speech is plain at it, and two minutes are half a MB
const LEAST = 500; // bytes: less is the head of a recording that was ended before anything was heard

export function voice(form) {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return;
  const one = (name) => form.querySelector(`[data-${name}]`);
  const [record, stop, keep, drop, hear, say] = ["record", "stop", "send", "drop", "hear", "say"].map(one);
  const longest = Number(form.dataset.longest);
  let taken, seconds, recorder, tick;

  one("voice-plain").remove();
  one("voice-live").hidden = false;
  const tell = (words) => (say.textContent = words);
  function show(state) {
    record.hidden = state !== "idle";
    stop.hidden = state !== "recording";
    keep.hidden = drop.hidden = state !== "taken";
    hear.hidden = state !== "taken";
    if (state !== "taken" && hear.src) {
      URL.revokeObjectURL(hear.src);
      hear.removeAttribute("src");
    }
  }

  async function begin() {
    let stream;
    record.disabled = true; // until it is allowed: pressed again it would open the microphone twice
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      return tell(error.name === "NotAllowedError" ? "Mikrofon tidak diizinkan. Izinkan di pengaturan peramban." : "Mikrofon tidak bisa dinyalakan.");
    } finally {
      record.disabled = false;
    }
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS });
    const parts = [];
    const began = Date.now();
    const lasted = () => Math.min(longest, Math.max(1, Math.round((Date.now() - began) / 1000)));
    recorder.ondataavailable = ({ data }) => data.size && parts.push(data);
    recorder.onstop = () => {
      clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      [seconds, taken] = [lasted(), new Blob(parts, { type: recorder.mimeType })];
      if (taken.size < LEAST) {
        taken = undefined;
        show("idle");
        record.focus();
        return tell("Belum ada yang terekam. Tekan Rekam catatan, lalu bicara.");
      }
      show("taken");
      hear.src = URL.createObjectURL(taken);
      keep.focus();
      tell(`${seconds} detik terekam. Dengarkan, lalu simpan atau buang.`);
    };
    recorder.start();
    show("recording");
    stop.focus();
    tell("Merekam…");
    tick = setInterval(() => {
      if (Date.now() - began >= longest * 1000) recorder.stop();
      else stop.lastChild.textContent = `Selesai merekam (${lasted()} detik)`;
    }, 500);
  }

  async function send() {
    const body = new FormData();
    body.append("csrf", form.elements.csrf.value);
    body.append("detik", seconds);
    body.append("suara", taken, "catatan");
    keep.disabled = true;
    tell("Menyimpan…");
    const headers = { Accept: "application/json", "X-CSRF-Token": form.elements.csrf.value };
    const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => undefined);
    keep.disabled = false;
    if (answer?.status !== 201) return tell((await answer?.json().catch(() => ({})))?.detail ?? "Tidak tersimpan. Periksa sambungan, lalu simpan lagi.");
    taken = undefined;
    show("idle");
    record.focus();
    tell("Tersimpan sebagai catatan internal di laporannya.");
  }

  record.addEventListener("click", begin);
  stop.addEventListener("click", () => recorder?.state === "recording" && recorder.stop());
  keep.addEventListener("click", send);
  drop.addEventListener("click", () => {
    taken = undefined;
    show("idle");
    record.focus();
    tell("Rekaman dibuang.");
  });
}
