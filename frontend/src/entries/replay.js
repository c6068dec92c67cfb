import "../parts/replay.js";
