import { z } from "zod";

/** A step with what it keeps, in JSON. */
type Kept = { result?: unknown; cursor?: unknown; done: number };

// Runs of long ago counted what was gone as updated.
const Counts = z.object({
  ...{ fetched: z.int(), created: z.int(), updated: z.int(), unchanged: z.int() },
  gone: z.int().default(0),
});
const UnderWay = z.object({ counts: Counts.partial() });
const Warned = z.object({ warnings: z.array(z.string()) });

/** What a worker of a step has brought. */
export type WorkerCounts = z.infer<typeof Counts>;

const nothing: WorkerCounts = { fetched: 0, created: 0, updated: 0, unchanged: 0, gone: 0 };

/** How many rows a step has read and what became of them: of its result when it is done, else of where it stands. */
export function countsOf({ result, cursor, done }: Kept): WorkerCounts {
  const told = Counts.safeParse(result);
  if (told.success) return told.data;
  const soFar = UnderWay.safeParse(cursor);
  return { ...nothing, fetched: done, ...soFar.data?.counts };
}

/** What was odd about a step that went on. */
export const warningsOf = ({ result }: Pick<Kept, "result">): string[] => Warned.safeParse(result).data?.warnings ?? [];
