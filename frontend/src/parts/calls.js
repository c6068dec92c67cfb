// Somebody is in danger or asks for a human: the ribbon appears on every page and rings until a person has taken it.
const RING_EVERY = 4000;
let sound = null;

/** Two notes, twice: heard across a room, unlike any other sound of an office. */
function ring() {
  sound ??= new AudioContext();
  if (sound.state !== "running") return;
  [880, 660, 880, 660].forEach((pitch, place) => {
    const start = sound.currentTime + place * 0.22;
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.25, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.2);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  });
  document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang ?? 0) + 1);
}

const calling = () => document.querySelector("[data-calling]");
const title = document.title;

function show() {
  const open = calling();
  document.title = open ? `(!) ${title}` : title;
  // A browser stays mute until somebody has touched the page; the button says so.
  const button = open?.querySelector("[data-sound]");
  if (button) button.hidden = !sound || sound.state === "running";
}

function ringWhileCalling() {
  if (calling()) ring();
  show();
}

for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => {
    sound ??= new AudioContext();
    if (sound.state !== "running") sound.resume().then(show);
  });
}

if (document.getElementById("pita-panggilan")) {
  document.body.addEventListener("sorot:change", ({ detail }) => {
    if (detail.kinds.some((kind) => kind.startsWith("call_") || kind === "refresh")) {
      document.body.dispatchEvent(new CustomEvent("sorot:call"));
    }
  });
  document.addEventListener("htmx:after:swap", ringWhileCalling);
  setInterval(ringWhileCalling, RING_EVERY);
}
