import sharp from "sharp";

/** A picture of sixteen points as it is sent. */
export async function drawPicture(): Promise<{ bytes: Buffer; type: string }> {
  const plain = sharp({ create: { width: 4, height: 4, channels: 3, background: "teal" } });
  return { bytes: await plain.png().toBuffer(), type: "image/png" };
}
