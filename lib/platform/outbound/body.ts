import { createWriteStream } from "node:fs";
import { type Readable, Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { OutboundError } from "./outbound-error";

/** How many bytes an answer may have: as it arrives and after it is unpacked. */
type BodyCaps = { wireBytes: number; inflatedBytes: number };

type Incoming = { stream: Readable; encoding: string; upstream: string; caps: BodyCaps; signal: AbortSignal };

/** Reads an answer into memory, counting bytes on the wire and after unpacking while they arrive. */
export async function readToMemory(incoming: Incoming): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await drain(incoming, sink);
  return Buffer.concat(chunks);
}

/** Streams an answer into a file (flat memory) and returns the unpacked size in bytes. */
export async function readToFile(incoming: Incoming, path: string): Promise<number> {
  return await drain(incoming, createWriteStream(path, { mode: 0o600 }));
}

async function drain(incoming: Incoming, sink: Writable): Promise<number> {
  const { stream, upstream, caps, signal } = incoming;
  const first = await firstChunk(stream);
  const inflated = counter(caps.inflatedBytes, upstream);
  const unpack = decoderFor(incoming.encoding, first, upstream);
  const wire = counter(caps.wireBytes, upstream);
  if (unpack) await pipeline(stream, wire.stream, unpack, inflated.stream, sink, { signal });
  else await pipeline(stream, wire.stream, inflated.stream, sink, { signal });
  return inflated.count();
}

/** Looks at the first bytes without taking them: "deflate" means two formats in the wild and only they tell which. */
async function firstChunk(stream: Readable): Promise<Buffer | null> {
  while (stream.readableLength === 0 && !stream.readableEnded && !stream.destroyed) {
    const ended = await new Promise<boolean>((resolve, reject) => {
      stream.once("readable", () => resolve(stream.readableLength === 0));
      stream.once("end", () => resolve(true));
      stream.once("error", reject);
    });
    if (ended) break;
  }
  const chunk: unknown = stream.read();
  if (!Buffer.isBuffer(chunk)) return null;
  stream.unshift(chunk);
  return chunk;
}

function counter(cap: number, upstream: string): { stream: Transform; count: () => number } {
  let total = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total > cap) done(new OutboundError("unexpected", { upstream, reason: "too_large" }));
      else done(null, chunk);
    },
  });
  return { stream, count: () => total };
}

function decoderFor(encoding: string, first: Buffer | null, upstream: string): Transform | null {
  const name = encoding.trim().toLowerCase();
  if (first === null || name === "" || name === "identity") return null;
  if (name === "gzip" || name === "x-gzip") return createGunzip();
  if (name === "br") return createBrotliDecompress();
  if (name === "deflate") return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw();
  throw new OutboundError("unexpected", { upstream, reason: "bad_body" });
}
