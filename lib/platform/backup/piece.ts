import "server-only";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { BackupRefused, type Piece } from "./manifest";

/** What is known of a piece once all of it has flowed by. */
export type Total = Pick<Piece, "rows" | "bytes" | "sha256">;

const lineEnd = 10;

/** Counts lines and bytes of what flows through it, and hashes them. */
export class Meter {
  readonly #hash = createHash("sha256");
  #rows = 0;
  #bytes = 0;

  /** Hands everything on as it came. */
  readonly through = async function* (this: Meter, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      for (let at = chunk.indexOf(lineEnd); at !== -1; at = chunk.indexOf(lineEnd, at + 1)) this.#rows += 1;
      yield chunk;
    }
  }.bind(this);

  /** What has flowed through; to be asked once, at the end. */
  total(): Total {
    return { rows: this.#rows, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}

/** Reads to the end and keeps nothing. */
export async function drain(chunks: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of chunks);
}

/** Writes a new file that only its owner may read, and has it on the disk when it answers. */
export async function writePiece(folder: string, file: string, source: AsyncIterable<Buffer>): Promise<Total> {
  const meter = new Meter();
  await pipeline(
    source,
    meter.through,
    createWriteStream(path.join(folder, file), { flags: "wx", mode: 0o600, flush: true }),
  );
  return meter.total();
}

/** Opens a piece's file; one that is missing fails whoever reads it. */
export const openPiece = (folder: string, { file }: Piece) => createReadStream(path.join(folder, file));

/** Throws BackupRefused unless what was read is what the manifest tells of this piece. */
export function requireSame({ name, ...told }: Piece, found: Total, where: string): void {
  if (told.rows === found.rows && told.bytes === found.bytes && told.sha256 === found.sha256) return;
  throw new BackupRefused(`${where} is not what the backup holds of ${name}: it was cut off or changed.`);
}

/** Throws BackupRefused unless every file of a backup is there and as it was written. */
export async function requireWhole(folder: string, pieces: readonly Piece[]): Promise<void> {
  for (const piece of pieces) {
    const meter = new Meter();
    await pipeline(openPiece(folder, piece), meter.through, drain).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") throw new BackupRefused(`The backup lacks ${piece.file}.`);
      throw error;
    });
    requireSame(piece, meter.total(), piece.file);
  }
}
