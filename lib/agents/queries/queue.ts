import { transaction } from "@/lib/platform/db";
import { syncsPerWorker } from "../service/sync-queue";

type Going = { goingOn: number; seconds: number | null; workers: number };

/** What of other accounts comes before a sync that begins now: how many of theirs wait for a place, and about how many seconds each of them holds it up. */
export type QueueAhead = { queued: number; secondsEach: (usual: number) => number };

/** Looks how many syncs of others than this account go on beyond what the workers that live do at once; those that wait for somebody, or for their next try, take no place. */
export async function getQueueAhead(userId: number): Promise<QueueAhead> {
  const [row] = await transaction(
    "system",
    tx => tx.$queryRaw<Going[]>`
      SELECT count(*)::int AS "goingOn", avg((r.quote->>'seconds')::float8) AS seconds,
        (SELECT count(*)::int FROM worker_beat WHERE kind = 'worker' AND beat_at > now() - interval '30 s') AS workers
      FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id AND o.kind = 'agent' AND o.agent_user_id <> ${userId}
      WHERE r.ended_at IS NULL AND r.status <> 'waiting' AND NOT EXISTS (
        SELECT FROM onboarding_step s WHERE s.onboarding_id = o.id AND s.parent IS NOT NULL AND s.state = 'retrying' AND s.next_attempt_at > now())`,
  );
  const { goingOn = 0, seconds = null, workers = 0 } = row ?? {};
  const places = syncsPerWorker * Math.max(1, workers);
  return { queued: Math.max(0, goingOn - places), secondsEach: usual => (seconds ?? usual) / places };
}
