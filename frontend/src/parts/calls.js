// Calls to the operator: heard the moment they come, not with the next batch of changes.
const panel = document.getElementById("panggilan");
const AudioKind = window.AudioContext || window.webkitAudioContext;
let audio = null;
const title = document.title;

function ready() {
  audio ||= AudioKind ? new AudioKind() : null;
  return audio && audio.state === "running";
}

// Two rising tones, three times: hard to miss, and no file to load.
function ring() {
  document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang || 0) + 1);
  if (!ready()) return;
  for (let i = 0; i < 6; i += 1) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    tone.frequency.value = i % 2 ? 988 : 740;
    loud.gain.value = 0.2;
    tone.connect(loud).connect(audio.destination);
    tone.start(audio.currentTime + i * 0.22);
    tone.stop(audio.currentTime + i * 0.22 + 0.18);
  }
}

const waiting = () => Number(panel.querySelector("[data-calls]")?.dataset.calls || 0);

function drawn() {
  document.title = waiting() ? `(${waiting()}) DARURAT · ${title}` : title;
  const button = panel.querySelector("[data-calls-sound]");
  if (button) button.hidden = ready();
}

if (panel) {
  // Browsers keep a page silent until somebody has touched it.
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => { ready(); audio?.resume?.().then(drawn); }, { capture: true });
  }
  document.body.addEventListener("sorot:call", ({ detail }) => {
    if (detail.kind === "call_placed") ring();
  });
  // Until a person has taken it, it rings on.
  setInterval(() => { if (waiting()) ring(); }, 10_000);
  // A clock in seconds: how long somebody has been waiting.
  setInterval(() => {
    for (const clock of panel.querySelectorAll("[data-seconds-since]")) {
      clock.textContent = `${Math.max(0, Math.floor((Date.now() - Date.parse(clock.dataset.secondsSince)) / 1000))} dtk`;
    }
  }, 1_000);
  new MutationObserver(drawn).observe(panel, { childList: true, subtree: true });
}
