import "../css/main.css";
import "../parts/theme.js";
import "../parts/countdown.js";
import "../parts/busy.js";
