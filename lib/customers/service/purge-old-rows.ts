import type { Tx } from "@/lib/platform/db";

const [changeDays, tokenDays, probeMinutes] = [90, 1, 10];
const mostAtOnce = 20_000;

/** Forgets, workflow by workflow, what syncs of long ago have found changed; their reports stay. */
export const purgeWorkflowChanges = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM workflow_change WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM workflow_change WHERE at < app_now() - make_interval(days => ${changeDays}::int) LIMIT ${mostAtOnce}))`;

/** Forgets tokens of Zuora's that were over a day ago. */
export const purgeZuoraTokens = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM zuora_token WHERE until < now() - make_interval(days => ${tokenDays}::int) AND coalesce(asked_until <= now(), true)`;

/** Removes accounts that an access test left behind because its worker died; their sessions, which are worth nothing by then, go with them. */
export const purgeProbes = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM "user" WHERE id IN (
    SELECT user_id FROM customer_user WHERE is_probe AND joined_at < app_now() - make_interval(mins => ${probeMinutes}::int))`;
