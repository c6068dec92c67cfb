// The city's clock: its name in the browser, and the letters behind an hour.
const { zone, timeZone } = document.documentElement.dataset;
export { zone, timeZone };
