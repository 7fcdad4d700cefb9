import type { Tx } from "@/lib/platform/db";
import { keptDays } from "../schema/changes";

const mostAtOnce = 20_000;

/** Forgets record by record what syncs of long ago have changed; their counts stay. */
export const purgeChanges = (tx: Tx): Promise<number> => tx.$executeRaw`
  DELETE FROM sync_change WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM sync_change WHERE found_at < app_now() - make_interval(days => ${keptDays}::int) LIMIT ${mostAtOnce}))`;
