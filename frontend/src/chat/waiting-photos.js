// Photos that were chosen but have not reached the server: kept on the device, by the id of their message, over
// reloads and days without a network. The queue of messages (unsent.js) holds their turn; here lie the bytes.

const NAME = "sorot-foto";
const here = new Map(); // where the browser lets nothing be kept: until the page is left
const address = (id) => `/obrolan/foto/${id}`;

export async function keep(id, file) {
  try {
    const cache = await caches.open(NAME);
    await cache.put(address(id), new Response(file, { headers: { "Content-Type": file.type || "image/jpeg" } }));
  } catch {
    here.set(id, file);
  }
}

/** The picture, null where it is not, or no longer, here. */
export async function find(id) {
  if (here.has(id)) return here.get(id);
  try {
    const found = await (await caches.open(NAME)).match(address(id));
    return found ? await found.blob() : null;
  } catch {
    return null;
  }
}

export async function drop(id) {
  here.delete(id);
  try {
    await (await caches.open(NAME)).delete(address(id));
  } catch {
    // What cannot be opened holds nothing.
  }
}

export async function dropAll() {
  here.clear();
  try {
    await caches.delete(NAME);
  } catch {
    // As above.
  }
}
