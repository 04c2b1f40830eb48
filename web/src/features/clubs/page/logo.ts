/** Pixels of the longer side; more is shown nowhere. */
const SIDE = 512;

/** How large a picture is drawn so that it fits, never larger than it is. */
export function fitted(width: number, height: number, side = SIDE): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Draws a picture anew, small and without what its file carried besides. Throws if the browser cannot read it. */
export async function smallPicture(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement("canvas"), fitted(bitmap.width, bitmap.height));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("not drawn"))), "image/png"));
}
