/* Photos from a phone are larger than anybody needs. The server shrinks too; this only saves the sender's data. */

const LONGEST_SIDE = 1600;
const QUALITY = 0.75;
const SMALL_ENOUGH = 1024 * 1024;

/** A JPEG of at most 1,600 pixels, upright as seen; what is no photo, or none this browser reads, comes back as is. */
export async function shrink(file) {
  if (!file.type.startsWith("image/") && !/\.hei[cf]$/i.test(file.name)) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const isFine = scale === 1 && file.size <= SMALL_ENOUGH && /^image\/(jpeg|png)$/.test(file.type);
    return isFine ? file : asJPEG(await drawn(picture, scale), file);
  } catch {
    return file;
  }
}

async function drawn(picture, scale) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}

function asJPEG(blob, file) {
  if (!blob) return file;
  return new File([blob], `${file.name.replace(/\.\w{1,5}$/, "")}.jpg`, { type: "image/jpeg" });
}
