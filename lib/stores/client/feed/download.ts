import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { outbound } from "@/lib/platform/outbound/outbound";
import type { Lookup } from "@/lib/platform/outbound/target";
import { feedLimits } from "./limits";

/** Where a feed is, whose it is, which support code its calls carry and whether somebody waits for it; resolver and private origins are for tests. */
export type FeedSource = {
  url: string;
  storeId: number;
  trace?: string;
  isWatched?: boolean;
  privateOrigins?: readonly string[];
  lookup?: Lookup;
};

const prefix = "gangway-feed-";
const staleMs = 2 * 60 * 60 * 1000;

/** Removes the folders of imports that were killed over two hours ago; whatever cannot be removed stays. */
export async function removeStaleFeeds(): Promise<void> {
  const names = (await readdir(tmpdir())).filter(name => name.startsWith(prefix));
  const remove = async (path: string) => {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > staleMs) await rm(path, { recursive: true, force: true });
  };
  await Promise.allSettled(names.map(name => remove(join(tmpdir(), name))));
}

/** Downloads a feed into a temporary file, within the caps; call `remove` when done. Throws OutboundError, and then nothing is left behind. */
export async function downloadFeed(
  source: FeedSource,
  signal?: AbortSignal,
): Promise<{ path: string; bytes: number; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, "feed.csv");
  const { totalMs, wireBytes, inflatedBytes, redirects } = feedLimits;
  try {
    const answer = await outbound({
      upstream: "feeds",
      ownServer: `store:${source.storeId}`,
      isWatched: source.isWatched,
      trace: source.trace,
      url: source.url,
      headers: { accept: "text/csv, text/tab-separated-values, text/plain, */*;q=0.5" },
      toFile: path,
      limits: { totalMs, wireBytes, inflatedBytes },
      redirects,
      ...(source.privateOrigins ? { privateOrigins: source.privateOrigins } : {}),
      ...(source.lookup ? { lookup: source.lookup } : {}),
      signal,
    });
    return { path, bytes: answer.bytes, remove };
  } catch (failure) {
    await remove();
    throw failure;
  }
}
