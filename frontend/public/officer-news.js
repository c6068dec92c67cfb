// Shows an officer's notification, once a piece of news: the tag replaces a second one.
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const options = { body: said.words, tag: `sorot-${said.id}`, data: { path: said.path }, icon: "/static/logo.svg" };
  event.waitUntil(self.registration.showNotification("Sorot", options));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const path = event.notification.data?.path ?? "";
  event.waitUntil(self.clients.openWindow(path.startsWith("/") && !path.startsWith("//") ? path : "/petugas/kabar"));
});
