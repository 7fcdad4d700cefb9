import { syncStepIds } from "@/lib/agents/schema/sync";
import { randomToken } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import type { Call } from "./load";
import type { Environment } from "./place";
import { cookieOf } from "./watchers";

const status = "/api/v1/agents/onboarding/status";

/** Accounts with a first sync in the middle, of which it is known how long it takes: a worker would say that it goes on. */
async function writeAccounts(tx: Tx, count: number): Promise<{ userId: number }[]> {
  const made = await tx.$queryRaw<{ userId: number }[]>`
    INSERT INTO "user" (phone_number, name) SELECT '+35268' || n, 'Agent' FROM generate_series(100000, 99999 + ${count}::int) AS n
    RETURNING id AS "userId"`;
  const ids = made.map(({ userId }) => userId);
  await tx.$executeRaw`INSERT INTO user_roles (user_id, role) SELECT unnest(${ids}::int[]), 'agent'`;
  await tx.$executeRaw`INSERT INTO agent (user_id, id) SELECT id, 'agent-' || id FROM unnest(${ids}::int[]) AS id`;
  await tx.$executeRaw`
    INSERT INTO onboarding (kind, status, agent_user_id, started_at) SELECT 'agent', 'running', unnest(${ids}::int[]), now()`;
  await tx.$executeRaw`
    INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, done, total, started_at, ended_at, heartbeat_at)
    SELECT o.id, step, CASE WHEN at > 0 THEN 'sync' END, at, (CASE WHEN at IN (1, 2, 3) THEN 'done' WHEN at IN (0, 4) THEN 'running' ELSE 'pending' END)::"StepState",
      CASE WHEN at < 4 THEN 8 WHEN at = 4 THEN 1234 ELSE 0 END, CASE WHEN at < 4 THEN 8 WHEN at = 4 THEN 2200 END,
      now(), CASE WHEN at IN (1, 2, 3) THEN now() END, now() + interval '1 day'
    FROM onboarding o, unnest(${["sync", ...syncStepIds]}::text[]) WITH ORDINALITY AS s(step, place), LATERAL (SELECT place::int - 1 AS at) p
    WHERE o.agent_user_id = ANY(${ids}::int[])`;
  const quote = { listings: 60, transactions: 2200, calls: 40, seconds: 90 };
  const partSeconds = Object.fromEntries(syncStepIds.map(step => [step, 10]));
  await tx.$executeRaw`
    INSERT INTO onboarding_run (onboarding_id, number, trigger, status, started_at, quote)
    SELECT id, 1, 'owner', 'running', now(), ${JSON.stringify({ ...quote, partSeconds })}::jsonb
    FROM onboarding WHERE agent_user_id = ANY(${ids}::int[])`;
  return made;
}

/** Agents, each signed in and with a sync in the middle, and the calls that ask how it stands. */
export async function writeAgentWatchers(count: number, env: Environment): Promise<Call[]> {
  const sids = Array.from({ length: count }, () => randomToken(24));
  const made = await transaction("system", async tx => {
    const accounts = await writeAccounts(tx, count);
    await tx.$executeRaw`
      INSERT INTO session (id, user_id, created_at, last_seen_at, expires_at)
      SELECT sid, person, now(), now(), now() + interval '1 day'
      FROM unnest(${sids}::text[], ${accounts.map(({ userId }) => userId)}::int[]) AS one(sid, person)`;
    return accounts;
  });
  await transaction("system", tx => tx.$executeRaw`ANALYZE`);
  return Promise.all(
    made.map(async ({ userId }, at) => ({
      path: status,
      headers: { cookie: await cookieOf(userId, sids[at] ?? "", env) },
    })),
  );
}
