{% autoescape false %}
// Sorot's service worker: the front page and the chat open without a network, other pages say that there is none, and
// a photo of the share sheet is laid ready for the chat. Nothing of a person is kept: no page but "/", no answer.
const CACHE = "sorot-{{ version }}", SHARES = "sorot-bagikan", PHOTOS = "sorot-foto";
const SHELL = {{ shell }};

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("sorot-") && ![CACHE, SHARES, PHOTOS].includes(name);
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

async function laidReady(request) {
  const form = await request.formData(), cache = await caches.open(SHARES);
  for (const [index, file] of form.getAll("foto").slice(0, 5).entries()) {
    await cache.put(`{{ shared }}/foto/${index}`, new Response(file, { headers: { "Content-Type": file.type } }));
  }
  const words = [form.get("title"), form.get("text")].filter(Boolean).join(" ").slice(0, 500);
  if (words) await cache.put("{{ shared }}/kata", new Response(words));
  return Response.redirect("/?bagikan=1#obrolan", 303);
}

const kept = (address) => caches.match(address).then((found) => found ?? Response.error());

// What lies ready is not told on a locked screen; one notice replaces another.
addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  event.waitUntil(registration.showNotification("Sorot", { body: said.words, tag: "sorot-obrolan", renotify: true, icon: "/static/icon-192.png" }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const open = async () => {
    const [window] = (await clients.matchAll({ type: "window" })).filter((one) => new URL(one.url).pathname === "/");
    return window ? window.focus() : clients.openWindow("/#obrolan");
  };
  event.waitUntil(open());
});

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "{{ shared }}") return event.respondWith(laidReady(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(fetch(request).catch(() => kept(url.pathname === "/" ? "/" : "/luring")));
  if (url.pathname.startsWith("/static/")) event.respondWith(caches.match(request).then((found) => found ?? fetch(request)));
});
{% endautoescape %}
