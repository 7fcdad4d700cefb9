import type { Tx } from "@/lib/platform/db";

const [changeDays, tokenDays] = [90, 1];
const mostAtOnce = 20_000;

/** Forgets, workflow by workflow, what syncs of long ago have found changed; their reports stay. */
export const purgeWorkflowChanges = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM workflow_change WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM workflow_change WHERE at < app_now() - make_interval(days => ${changeDays}::int) LIMIT ${mostAtOnce}))`;

/** Forgets tokens of Zuora's that were over a day ago. */
export const purgeZuoraTokens = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM zuora_token WHERE until < now() - make_interval(days => ${tokenDays}::int) AND coalesce(asked_until <= now(), true)`;
