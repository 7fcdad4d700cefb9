import { AppError } from "../errors";
import { fromWire, wireFaults } from "./wire";

const mebibyte = 1024 * 1024;

/** Gives a body of at most so many bytes: what arrives just now, or what was read already. */
export type ReadBody = (limit?: number) => Promise<Buffer>;

/** Reads a body of at most `limit` bytes; a longer one is refused without being held. */
export async function readBytes(request: Request, limit = mebibyte): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new AppError("too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new AppError("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("invalid_json");
  }
}

/** A JSON object from the wire with camelCase keys; an empty body is an empty object. The value of an `opaque` key is whatever was sent, unlooked at. */
export function toJson(bytes: Buffer, headers: Headers, opaque: readonly string[] = []): unknown {
  if (bytes.length === 0) return {};
  if (!/^application\/json\s*(;|$)/i.test(headers.get("content-type") ?? ""))
    throw new AppError("unsupported_media_type");
  const value = parse(bytes);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new AppError("invalid_request");
  const isOpaque = ([key]: [string, unknown]) => opaque.includes(key);
  const entries = Object.entries(value);
  const known = Object.fromEntries(entries.filter(entry => !isOpaque(entry)));
  const errors = wireFaults(known);
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  return { ...(fromWire(known) as object), ...Object.fromEntries(entries.filter(isOpaque)) };
}
