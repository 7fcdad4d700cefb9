import type { Tx } from "@/lib/platform/db";
import type { RunNews } from "../tell-run";
import { type News, tellPeople } from "./tell-people";

// Who has just come, or does not come aboard, is an admin's affair.
const findAboard = async (tx: Tx, { customerId, isFirst }: RunNews): Promise<string | null> => {
  if (isFirst) return null;
  const where = { id: customerId, onboarding: { status: "complete" } } as const;
  return (await tx.customer.findFirst({ where, select: { name: true } }))?.name ?? null;
};

/**
 * What the run has to tell: that its sync failed when the one before did not, that it waits, that all is well again, and what it found changed. A step that
 * fails after the sync is the admins' affair.
 */
async function findKinds(tx: Tx, { customerId, runId, outcome, isThrough, isNews }: RunNews) {
  if (outcome === "waiting") return [{ kind: "sync_waits" as const, count: 0 }];
  if (!isThrough) return isNews ? [{ kind: "sync_failed" as const, count: 0 }] : [];
  const count = await tx.workflowChange.count({ where: { customerId, runId } });
  return [
    ...(isNews ? [] : [{ kind: "sync_recovered" as const, count: 0 }]),
    ...(count > 0 ? [{ kind: "changed" as const, count }] : []),
  ];
}

/** Tells a customer's own people what came of a run, each by the channels that they chose and of what their role may see; once. Late in its transaction. */
export async function tellRunNews(tx: Tx, run: RunNews): Promise<void> {
  const name = await findAboard(tx, run);
  if (name === null) return;
  const { customerId, runId } = run;
  for (const { kind, count } of await findKinds(tx, run)) {
    const news: News = { customerId, runId, kind, values: { name, count, limit: 0 } };
    await tellPeople(tx, news);
  }
}
