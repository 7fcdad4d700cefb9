import sharp from "sharp";
import { AppError, invalidInput } from "../errors";
import type { UploadedFile } from "../http/multipart";
import { longestSides, type Size } from "./schema";

const mostPixels = 50_000_000;
const longestSeconds = 15;

// One picture of fifty million pixels takes a good deal of memory: two at a time, one thread each, and nothing is remembered of any.
sharp.cache(false);
sharp.concurrency(1);
const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
let turn = 0;
// Each that waits is held in memory.
const mostWaiting = 8;
let waiting = 0;
async function inLane<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= lanes.length + mostWaiting) throw new AppError("unavailable", { retryAfterSeconds: 10 });
  waiting += 1;
  const at = turn++ % lanes.length;
  const done = (lanes[at] ?? Promise.resolve()).then(work).finally(() => (waiting -= 1));
  lanes[at] = done.catch(() => undefined);
  return done;
}

type Kind = "jpeg" | "png" | "webp" | "avif";

/** What a file is by its first bytes, whatever its name; null for anything that we do not take. */
function kindOf(bytes: Buffer): Kind | null {
  const text = (from: number, to: number) => bytes.toString("latin1", from, to);
  if (text(0, 3) === "\u00ff\u00d8\u00ff") return "jpeg";
  if (text(0, 8) === "\u0089PNG\r\n\u001a\n") return "png";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  return text(4, 8) === "ftyp" && /avi[fs]/.test(text(8, 32)) ? "avif" : null;
}

const refuse = (code: string, message: string) => invalidInput([{ field: "file", code, message }]);

const open = (bytes: Buffer) =>
  sharp(bytes, { limitInputPixels: mostPixels, failOn: "error", sequentialRead: true, animated: false }).timeout({
    seconds: longestSeconds,
  });

async function requireStill(bytes: Buffer): Promise<void> {
  const { width, height, pages = 1 } = await open(bytes).metadata();
  if (width * height > mostPixels) throw refuse("too_many_pixels", "pictureTooManyPixels");
  if (pages > 1) throw refuse("animated", "pictureMoves");
}

const isOfPngThatMoves = (bytes: Buffer) => bytes.subarray(0, 4096).includes("acTL");

async function encode(bytes: Buffer) {
  const made = {} as Record<Size, Buffer>;
  let largest = { width: 0, height: 0 };
  for (const [size, side] of Object.entries(longestSides) as [Size, number][]) {
    const upright = open(bytes).autoOrient();
    const fitted = upright.resize({ width: side, height: side, fit: "inside", withoutEnlargement: true });
    const { data, info } = await fitted.webp({ quality: 82 }).toBuffer({ resolveWithObject: true });
    made[size] = data;
    largest = { width: info.width, height: info.height };
  }
  return { ...largest, sizes: made };
}

/** A picture as it is kept: re-encoded, upright, in each size, without anything that the file knew besides its pixels. */
export type Picture = Awaited<ReturnType<typeof encode>>;

const toRefusal = (thrown: unknown): unknown => {
  if (thrown instanceof AppError) return thrown;
  const isLarge = thrown instanceof Error && /pixel limit/i.test(thrown.message);
  return isLarge ? refuse("too_many_pixels", "pictureTooManyPixels") : refuse("broken", "pictureBroken");
};

/** Decodes what was sent and encodes it anew. Throws 503 when others wait already, 415 for what is no picture that we take, and 422 with a sentence for one that lies, moves, is broken or has too many pixels. */
export async function toPicture({ bytes, type }: Pick<UploadedFile, "bytes" | "type">): Promise<Picture> {
  const kind = kindOf(bytes);
  if (!kind) throw new AppError("unsupported_media_type", { message: "pictureKind" });
  const said = /^image\/(\w+)/.exec(type.replace("image/jpg", "image/jpeg"))?.[1];
  if (type !== "" && type !== "application/octet-stream" && said !== kind) throw refuse("other_type", "pictureLies");
  try {
    if (kind === "png" && isOfPngThatMoves(bytes)) throw refuse("animated", "pictureMoves");
    return await inLane(async () => {
      await requireStill(bytes);
      return encode(bytes);
    });
  } catch (thrown) {
    throw toRefusal(thrown);
  }
}
