import { audit } from "@/lib/platform/audit";
import type { Tx } from "@/lib/platform/db";
import { liftPause } from "./auto-pause";

/** Why a stored client is of no use: its secret is refused, it lacks a right, its address is none of Zuora's, or we can no longer open it. */
export type ClientFault = "auth" | "permission" | "wrong_address" | "unreadable";

/** Who found out: a run, somebody who tested, or a test that was due. */
export type Finder = { jobId: number } | { byUserId: number } | { isDueTest: true };

const actorOf = (by: Finder) =>
  "byUserId" in by ? ({ kind: "user", id: by.byUserId } as const) : ({ kind: "system" } as const);
const detailOf = (by: Finder) => ("jobId" in by ? { jobId: by.jobId } : {});

/** A client that is of no use, by its customer and the moment at which it was saved: why, and who found out. */
export type Breakage = { customerId: number; savedAt: Date; fault: ClientFault; missingRight?: string; by: Finder };

/** Marks a client that is of no use, until it is found to work; the admins are told by the alert on it. One that was changed meanwhile is another one. */
export async function breakClient(tx: Tx, breakage: Breakage): Promise<void> {
  const { customerId, savedAt, fault, missingRight = null, by } = breakage;
  const marked = await tx.$executeRaw`
    UPDATE zuora_credential SET broken_at = coalesce(broken_at, app_now()), broken_class = ${fault}, missing_right = ${missingRight}
    WHERE customer_id = ${customerId} AND saved_at = ${savedAt} AND (broken_class, missing_right) IS DISTINCT FROM (${fault}, ${missingRight}::text)`;
  if (marked === 0) return;
  await audit(tx, {
    action: fault === "unreadable" ? "customer.key_unreadable" : "customer.key_refused",
    actor: actorOf(by),
    subject: { kind: "customer", id: customerId },
    detail: { class: fault, ...(missingRight ? { missingRight } : {}), ...detailOf(by) },
  });
}

/** Says that a client works, and takes the mark from one that had it. One that was changed meanwhile is another one. */
export async function healClient(
  tx: Tx,
  { customerId, savedAt, by }: { customerId: number; savedAt: Date; by: Finder },
): Promise<void> {
  const [was] = await tx.$queryRaw<{ fault: ClientFault | null }[]>`
    WITH was AS (SELECT id, broken_class FROM zuora_credential WHERE customer_id = ${customerId} AND saved_at = ${savedAt} FOR UPDATE)
    UPDATE zuora_credential c SET proven_at = app_now(), broken_at = NULL, broken_class = NULL, missing_right = NULL
    FROM was WHERE c.id = was.id RETURNING was.broken_class AS fault`;
  if (!was?.fault) return;
  const lifted = await liftPause(tx, customerId, { hasNewClient: true });
  // What was due meanwhile could not come: it is due from now on.
  await tx.$executeRaw`UPDATE customer SET next_sync_at = app_now() WHERE id = ${customerId} AND next_sync_at < app_now()`;
  await audit(tx, ...lifted, {
    action: "customer.key_recovered",
    actor: actorOf(by),
    subject: { kind: "customer", id: customerId },
    detail: { class: was.fault, ...detailOf(by) },
  });
}
