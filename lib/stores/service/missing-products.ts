import { audit } from "@/lib/platform/audit";
import { type Tx, transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { lockOnboarding } from "@/lib/platform/flow/advance";
import type { MissingAnswer } from "../schema";

type Actor = { userId: number; storeId: number };
type Asked = { jobId: number | null; count: number };

/** What the owner of a store is asked about now. */
async function readQuestion(tx: Tx, storeId: number): Promise<Asked> {
  const { _max, _count } = await tx.missingProduct.aggregate({
    where: { storeId, kept: false },
    _max: { runId: true },
    _count: true,
  });
  return { jobId: _max.runId, count: _count };
}

/**
 * Removes the products that are in no feed any more, or keeps them, just as the owner was asked. Throws `version_conflict` when the question
 * has changed meanwhile, or is about to: then nothing happens.
 */
export async function answerMissing(actor: Actor, { jobId, count, remove }: MissingAnswer): Promise<{ count: number }> {
  const { storeId, userId } = actor;
  return transaction({ store: storeId }, async tx => {
    const onboarding = await lockOnboarding(tx, "store", storeId);
    await tx.$executeRaw`SELECT product_id FROM missing_product WHERE store_id = ${storeId} AND NOT kept FOR UPDATE`;
    const asked = await readQuestion(tx, storeId);
    const isReading = (await tx.onboardingRun.count({ where: { onboardingId: onboarding.id, endedAt: null } })) > 0;
    if (isReading || asked.jobId !== jobId || asked.count !== count)
      throw new AppError("version_conflict", { message: "missingChanged", data: asked });
    const done = remove ? await removeMissing(tx, storeId) : await keepMissing(tx, storeId);
    await audit(tx, {
      action: remove ? "store.missing_products_removed" : "store.missing_products_kept",
      actor: { kind: "user", id: userId },
      subject: { kind: "store", id: storeId },
      detail: { jobId, count: done },
    });
    return { count: done };
  });
}

async function removeMissing(tx: Tx, storeId: number): Promise<number> {
  const removed = await tx.$executeRaw`
    UPDATE products p SET gone_at = app_now() FROM missing_product m
    WHERE m.store_id = ${storeId} AND NOT m.kept AND p.store_id = ${storeId} AND p.id = m.product_id AND p.gone_at IS NULL`;
  await tx.$executeRaw`DELETE FROM missing_product WHERE store_id = ${storeId} AND NOT kept`;
  return removed;
}

const keepMissing = (tx: Tx, storeId: number): Promise<number> =>
  tx.$executeRaw`UPDATE missing_product SET kept = true WHERE store_id = ${storeId} AND NOT kept`;
