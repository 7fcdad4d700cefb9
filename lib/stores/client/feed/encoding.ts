import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import iconv from "iconv-lite";
import { FeedError } from "./feed-error";

/** How the bytes of a feed become text. */
type FeedEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** An encoding and the bytes of the mark at the start that are not text. */
export type EncodedAs = { encoding: FeedEncoding; markBytes: number };

const sampleBytes = 4096;
// Small enough that the text of a chunk is short-lived garbage and not a large object of its own.
const chunkBytes = 32 * 1024;
const nonAscii = /[\u0080-\uffff]/g;

/** Finds a feed's encoding from its mark, else from its bytes; throws FeedError for what is no text at all. */
export async function detectEncoding(path: string): Promise<EncodedAs> {
  const head = await readHead(path);
  if (head.length === 0) throw new FeedError("empty_file");
  if ((head[0] === 0x1f && head[1] === 0x8b) || head.subarray(0, 4).toString("latin1") === "PK\u0003\u0004") {
    throw new FeedError("compressed");
  }
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  return { encoding: wideEncoding(head) ?? (await narrowEncoding(path)), markBytes: 0 };
}

/** The text of a feed in chunks, with every line end as a single "\n"; where it is UTF-8 anyway, as its bytes. */
export async function* readText(path: string, { encoding, markBytes }: EncodedAs): AsyncGenerator<string | Buffer> {
  const decoder = encoding === "utf-8" ? bytewise : iconv.getDecoder(encoding, { stripBOM: false });
  let pending = "";
  for await (const bytes of createReadStream(path, {
    start: markBytes,
    highWaterMark: chunkBytes,
  }) as AsyncIterable<Buffer>) {
    if (decoder === bytewise && pending === "" && !bytes.includes(carriageReturn)) {
      yield bytes;
      continue;
    }
    const text = pending + decoder.write(bytes);
    // A carriage return at the end may be half of a line end, and the first of two surrogates is half of a character.
    pending = /[\r\ud800-\udbff]$/.test(text) ? text.slice(-1) : "";
    yield encode(decoder, text.slice(0, text.length - pending.length));
  }
  yield encode(decoder, pending + (decoder.end() ?? ""));
}

const carriageReturn = 13;
// Each byte as one character: what is UTF-8 stays so, whatever happens to its line ends.
const bytewise = { write: (bytes: Buffer) => bytes.toString("latin1"), end: () => "" };

function encode(decoder: unknown, text: string): string | Buffer {
  const lines = text.replace(/\r\n?/g, "\n");
  return decoder === bytewise ? Buffer.from(lines, "latin1") : lines;
}

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** UTF-16 without a mark: in western text every other byte is zero. */
function wideEncoding(head: Buffer): FeedEncoding | null {
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const enough = head.length * 0.2;
  if (odd > enough && even < odd / 10) return "utf-16le";
  return even > enough && odd < even / 10 ? "utf-16be" : null;
}

/** UTF-8 unless more bytes contradict it than speak for it; a few bad bytes in good UTF-8 stay the problem of their rows. */
async function narrowEncoding(path: string): Promise<FeedEncoding> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>)
      strict.decode(bytes, { stream: true });
    strict.decode();
    return "utf-8";
  } catch {
    return await likelierEncoding(path);
  }
}

async function likelierEncoding(path: string): Promise<FeedEncoding> {
  const lenient = new TextDecoder("utf-8");
  let good = 0;
  let bad = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    const special = lenient.decode(bytes, { stream: true }).match(nonAscii) ?? [];
    const lost = special.filter(character => character === "\ufffd").length;
    bad += lost;
    good += special.length - lost;
  }
  return good > bad * 2 ? "utf-8" : "windows-1252";
}
