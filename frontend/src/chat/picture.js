// A phone's photo is 4 to 12 MB; a smaller copy is sent so that it also goes through on a weak connection.
// Redrawing loses what the camera noted. Where and when the photo was taken is read first and sent along:
// the place spares the resident a question, and the server keeps nothing else of it either.

const EDGE = 2048;
const SMALL = 1_200_000; // bytes: not worth the work
export const LARGEST = 10 * 1024 * 1024;

const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const KEPT = {
  [EXIF_IFD]: [0x9003, 0x9011], // when, and by which clock
  [GPS_IFD]: [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 29, 31], // where, how high, when, facing where, how exactly
};
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]; // bytes of a value by its type
const LONG = 4;

/** A JPEG of at most EDGE pixels an edge, or the file itself where the browser cannot read it (HEIC). */
export async function lighter(file) {
  if (file.size <= SMALL || !("createImageBitmap" in window)) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, EDGE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!small || small.size >= file.size) return file;
    return withNotes(small, notesOf(new Uint8Array(await file.arrayBuffer())));
  } catch {
    return file;
  }
}

/** Place and time out of a photo's EXIF, as a TIFF block of its own; null where there is nothing usable. */
function notesOf(bytes) {
  try {
    const start = tiffStart(bytes);
    if (start < 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset + start);
    const little = view.getUint8(0) === 0x49;
    const kept = {};
    for (const { tag, at } of entries(view, view.getUint32(4, little), little)) {
      if (tag in KEPT) kept[tag] = entries(view, view.getUint32(at, little), little).filter((e) => KEPT[tag].includes(e.tag));
    }
    return Object.values(kept).some((list) => list.length) ? tiff(kept, little) : null;
  } catch {
    return null; // a damaged block: the photo goes without
  }
}

/** Where the TIFF block begins: in a JPEG or HEIC behind "Exif", in a WebP or PNG behind the chunk's name. */
function tiffStart(bytes) {
  const says = (at, text) => at >= 0 && [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
  for (let i = 6; i < bytes.length - 8; i++) {
    if (bytes[i] !== bytes[i + 1] || (bytes[i] !== 0x49 && bytes[i] !== 0x4d)) continue;
    if (!says(i, "II*\0") && !says(i, "MM\0*")) continue;
    if (says(i - 6, "Exif\0\0") || says(i - 8, "EXIF") || says(i - 4, "eXIf")) return i;
  }
  return -1;
}

/** A directory's entries: {tag, type, count, at (of the value), size}; raises beyond the file's end. */
function entries(view, from, little) {
  const found = [];
  for (let n = 0; n < view.getUint16(from, little); n++) {
    const entry = from + 2 + 12 * n;
    const [tag, type] = [view.getUint16(entry, little), view.getUint16(entry + 2, little)];
    const count = view.getUint32(entry + 4, little);
    const size = (SIZES[type] || 0) * count;
    const at = size > 4 ? view.getUint32(entry + 8, little) : entry + 8;
    if (size > 0 && size <= 64) found.push({ tag, type, count, size, bytes: new Uint8Array(view.buffer.slice(view.byteOffset + at, view.byteOffset + at + size)), at });
    else if (tag in KEPT) found.push({ tag, type, count, size, bytes: new Uint8Array(0), at });
  }
  return found;
}

/** A TIFF block with only these directories, in the same byte order, so that values are copied as they are. */
function tiff(kept, little) {
  const tags = Object.keys(kept).map(Number).sort((a, b) => a - b);
  const sizeOf = (list) => 6 + 12 * list.length + list.reduce((sum, e) => sum + (e.size > 4 ? e.size + (e.size % 2) : 0), 0);
  const first = 8 + 6 + 12 * tags.length;
  const bytes = new Uint8Array(first + tags.reduce((sum, tag) => sum + sizeOf(kept[tag]), 0));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, tags.length, little);
  let next = first;
  tags.forEach((tag, n) => {
    head(view, 10 + 12 * n, { tag, type: LONG, count: 1 }, little);
    view.setUint32(18 + 12 * n, next, little);
    directory(view, bytes, next, kept[tag], little);
    next += sizeOf(kept[tag]);
  });
  return bytes;
}

function head(view, at, { tag, type, count }, little) {
  view.setUint16(at, tag, little);
  view.setUint16(at + 2, type, little);
  view.setUint32(at + 4, count, little);
}

function directory(view, bytes, from, list, little) {
  view.setUint16(from, list.length, little);
  let data = from + 6 + 12 * list.length;
  list.forEach((entry, n) => {
    const at = from + 2 + 12 * n;
    head(view, at, entry, little);
    if (entry.size <= 4) return bytes.set(entry.bytes, at + 8);
    view.setUint32(at + 8, data, little);
    bytes.set(entry.bytes, data);
    data += entry.size + (entry.size % 2);
  });
}

/** The JPEG with these notes in front, as a camera writes them. */
function withNotes(jpeg, notes) {
  if (!notes) return jpeg;
  const length = notes.length + 8;
  const marker = new Uint8Array([0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0]);
  return new Blob([jpeg.slice(0, 2), marker, notes, jpeg.slice(2)], { type: "image/jpeg" });
}
