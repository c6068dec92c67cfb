// A phone's photo is 4 to 12 MB; a smaller copy is sent so that it also goes through on a weak connection.

const EDGE = 2048;
const SMALL = 1_200_000; // bytes: not worth the work
export const LARGEST = 10 * 1024 * 1024;

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
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}
