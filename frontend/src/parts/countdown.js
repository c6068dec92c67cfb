// <time data-countdown datetime="…"> says "sisa 2 hari 3 jam" or "lewat 5 jam", and keeps saying what is true.
// The server prints the same words (web/times.py); this only renews them as minutes pass.
import { timeZone } from "./zone.js";

const MINUTE = 60_000;

function remaining(milliseconds, short = false) {
  const minutes = Math.floor(Math.abs(milliseconds) / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const words =
    days > 0 ? `${days} hari${hours ? ` ${hours} jam` : ""}` : hours > 0 ? `${hours} jam${rest ? ` ${rest} menit` : ""}` : `${rest} menit`;
  const said = short ? words.split(" ").slice(0, 2).join(" ") : words;
  return milliseconds < 0 ? `lewat ${said}` : `sisa ${said}`;
}

function tick() {
  for (const element of document.querySelectorAll("time[data-countdown]")) {
    const left = Date.parse(element.dateTime) - Date.now();
    const words = remaining(left, element.dataset.countdown === "short");
    if (element.textContent !== words) element.textContent = words;
    const clock = element.closest(".clock");
    clock?.classList.toggle("clock-late", left < 0);
    clock?.classList.toggle("clock-soon", left >= 0 && left < 24 * 60 * MINUTE);
  }
  for (const element of document.querySelectorAll("[data-city-clock]")) {
    element.textContent = new Intl.DateTimeFormat("id-ID", { timeZone, timeStyle: "medium" }).format(new Date());
  }
}

tick();
setInterval(tick, 1000);
