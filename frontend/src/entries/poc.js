// The wall's map follows the live line, at most every two seconds; the panels renew themselves by htmx.
import { spaced } from "../parts/spaced.js";

const refresh = () => document.querySelector("sorot-map")?.refresh();
document.body.addEventListener("sorot:change", spaced(refresh, 2_000));
