import { downloadFeed, type FeedSource } from "./download";
import { type InspectedFeed, type Inspection, inspectFeed } from "./feed";
import { FeedError } from "./feed-error";

/** A feed that lies here and is not broken; call `remove` when done with it. */
export type OpenFeed = { file: InspectedFeed; remove: () => Promise<void> };

/** Downloads a feed and reads it once. Throws OutboundError, or FeedError for a file that is broken as a whole or holds no row; then nothing is left behind. */
export async function openFeed(
  source: FeedSource,
  { signal, visit }: Pick<Inspection, "signal" | "visit"> = {},
): Promise<OpenFeed> {
  const { path, remove } = await downloadFeed(source, signal);
  try {
    const file = await inspectFeed(path, { signal, visit });
    if (file.rows === 0) throw new FeedError("empty_feed", { header: file.header });
    return { file, remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
