import { z } from "zod";
import type { PartOutcome } from "@/lib/platform/flow/onboarding";

const Counts = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  gone: z.number().default(0),
});

/** What a run has changed against the one before, per part that was loaded. */
export type ChangesView = {
  at: string;
  parts: ({ id: "orders" | "products" } & z.infer<typeof Counts>)[];
};

/** What an ended run has kept of its parts; null where none was loaded. */
export function toChangesView(run: { endedAt: Date | null; parts: unknown }): ChangesView | null {
  const kept = (run.parts ?? []) as PartOutcome[];
  const parts = (["orders", "products"] as const).flatMap(id => {
    const part = kept.find(({ step, state }) => step === id && state === "done");
    const counts = Counts.safeParse(part?.result);
    return counts.success ? [{ id, ...counts.data }] : [];
  });
  return run.endedAt && parts.length > 0 ? { at: run.endedAt.toISOString(), parts } : null;
}
