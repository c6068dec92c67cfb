// Every officer page: htmx, the live line, opening reports beside the list, keys.
import "../css/panel.css";
import "../css/poc.css";
import "../css/data.css";
import "../css/desk.css";
import "../css/cameras.css";
import "../css/mayor.css";
import "../parts/htmx.js";
import "../parts/live.js";
import "../parts/keys.js";
import "../parts/report-keys.js";
import "../parts/choose.js";
import "../parts/drafts.js";
import "../parts/rows.js";
import "../parts/pick.js"; // after the drafts: what they put back is what it shows
import "../parts/report.js";
import "../parts/upload.js";
import "../parts/viewer.js";
import "../parts/presence.js";
import "../parts/map.js";
import "../parts/queue-map.js";
import "../parts/place-search.js";
import "../parts/calls.js";
import "../parts/take-along.js";

document.querySelector(".parts [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
