import "../parts/poll.js";
