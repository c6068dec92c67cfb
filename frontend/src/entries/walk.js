// A lurah's walk: from where they stand, and a spoken note at each stop.
import "../css/walk.css";
import { fromHere } from "../parts/from-here.js";
import { voice } from "../parts/voice.js";

for (const form of document.querySelectorAll("[data-from-here]")) fromHere(form);
for (const form of document.querySelectorAll("[data-voice]")) voice(form);
