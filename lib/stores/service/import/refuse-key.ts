import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import type { WorkerContext } from "@/lib/platform/flow/step";

/** Marks a key that Letzshop has refused in the middle of an import, once; a key that was changed meanwhile is another one. */
export async function refuseKey(tx: Tx, context: WorkerContext, savedAt: Date): Promise<void> {
  const marked = await tx.$executeRaw`
    UPDATE letzshop_credential SET broken_at = app_now()
    WHERE store_id = ${context.subjectId} AND tested_at = ${savedAt} AND broken_at IS NULL`;
  if (marked === 0) return;
  await audit(tx, {
    action: "store.key_refused",
    actor: { kind: "system" },
    subject: { kind: "store", id: context.subjectId },
    detail: { jobId: context.runId },
  });
}
