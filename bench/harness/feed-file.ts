import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { feedsSandbox } from "@/lib/stores/sandbox/feeds";
import type { Place } from "./place";

/** A feed on the disk, and the address at which a server gives it away. */
export type FeedFile = { path: string; url: string; mebibytes: number };

/** Writes the sandbox's feed of so many products into a file and serves it. */
export async function openFeed(place: Place, rows: number): Promise<FeedFile> {
  const folder = mkdtempSync(path.join(tmpdir(), "gangway-bench-"));
  place.onEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "fr.csv");
  const url = new URL(`http://sandbox/fr.csv?rows=${rows}`);
  const call = { method: "GET", url, path: url.pathname, headers: {}, body: Buffer.alloc(0), fault: null };
  const { body } = await feedsSandbox.handle(call);
  await pipeline(Readable.from(typeof body === "string" ? [body] : body), createWriteStream(file));
  const server = createServer((_, response) => void createReadStream(file).pipe(response));
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  place.onEnd(async () => server.close());
  const { port } = server.address() as AddressInfo;
  return { path: file, url: `http://127.0.0.1:${port}/fr.csv`, mebibytes: Math.round(statSync(file).size / 2 ** 20) };
}
