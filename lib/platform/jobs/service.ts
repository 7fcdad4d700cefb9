import { audit } from "../audit";
import type { SessionUser } from "../auth/session";
import { transaction } from "../db";
import { AppError } from "../errors";
import { deadLetters, offerJob } from "./queue";
import type { Redriven, RedriveReason } from "./schema";

type Order = { actor: SessionUser; input: RedriveReason; caller: { address: string; agent: string } };
type Dead = {
  job: string;
  sourceId: string;
  data: Record<string, number | string>;
  key: string | null;
  tenant: string | null;
};

/** Sends a dead letter again as a new job with all its tries; of two admins at once one finds it gone. Throws `not_found`, or `illegal_transition` for a kind nobody knows. */
export async function redriveJob(id: string, { actor, input, caller }: Order): Promise<Redriven> {
  return transaction("system", async tx => {
    const [dead] = await tx.$queryRaw<Dead[]>`
      DELETE FROM pgboss.job WHERE name = ${deadLetters} AND id = ${id}::uuid AND state < 'active' AND source_name IS NOT NULL
      RETURNING source_name AS job, source_id::text AS "sourceId", data, singleton_key AS key, group_id AS tenant`;
    if (!dead) throw new AppError("not_found");
    const { job, sourceId, data, key, tenant } = dead;
    const [queue] = await tx.$queryRaw<unknown[]>`SELECT FROM pgboss.queue WHERE name = ${job}`;
    if (!queue) throw new AppError("illegal_transition", { message: "unknownJob" });
    const wasSent = await offerJob(tx, job, data, { key: key ?? undefined, tenant });
    const outcome = wasSent ? "sent" : "waits_already";
    await audit(tx, {
      action: "job.redriven",
      actor: { kind: "user", id: actor.id },
      subject: { kind: "job", id: sourceId },
      detail: { job, outcome, reason: input.reason },
      ...caller,
    });
    return { job, outcome };
  });
}
