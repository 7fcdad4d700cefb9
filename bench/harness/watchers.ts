import { encode } from "next-auth/jwt";
import { sessionLimits } from "@/lib/platform/auth/limits";
import { randomToken } from "@/lib/platform/crypto";
import { transaction } from "@/lib/platform/db";
import type { Call } from "./load";
import type { Environment } from "./place";

/** A run that its owner watches, and the call that asks for its progress. */
export type Watcher = { jobId: number; call: Call };

const progress = "/api/v1/store/onboarding/step/order-sync/progress";

/** Store owners, each signed in and with an import in the middle: a worker would say that it goes on. */
export async function writeWatchers(count: number, env: Environment): Promise<Watcher[]> {
  const sids = Array.from({ length: count }, () => randomToken(24));
  const runs = await transaction("system", async tx => {
    await tx.$executeRaw`INSERT INTO "user" (phone_number, name) SELECT '+35269' || n, 'Owner' FROM generate_series(100000, 99999 + ${count}::int) AS n`;
    await tx.$executeRaw`
      INSERT INTO stores (code, name, owner_id, owner_name, email, phone_number, verified_at)
      SELECT 'SHOP' || id, 'Store ' || id, id, 'Owner', 'owner' || id || '@example.com', phone_number, now() FROM "user"`;
    await tx.$executeRaw`INSERT INTO user_roles (user_id, role, store_id) SELECT owner_id, 'store', id FROM stores`;
    await tx.$executeRaw`INSERT INTO onboarding (kind, status, store_id, started_at) SELECT 'store', 'running', id, now() FROM stores`;
    await tx.$executeRaw`
      INSERT INTO onboarding_step (onboarding_id, step, parent, position, state, done, total, started_at, ended_at, heartbeat_at)
      SELECT o.id, step, parent, at, state::"StepState", done, total, now(), CASE WHEN state = 'done' THEN now() END, now() + interval '1 day'
      FROM onboarding o, (VALUES ('merchant_profile', NULL, 1, 'done', 1, 1), ('letzshop_api', NULL, 2, 'done', 1, 1),
        ('product_import', NULL, 3, 'done', 1, 1), ('order_sync', NULL, 4, 'pending', 0, NULL),
        ('orders', 'order_sync', 5, 'running', 1234, 2200), ('products', 'order_sync', 6, 'pending', 0, NULL)) AS s(step, parent, at, state, done, total)`;
    const made = await tx.$queryRaw<{ id: number; ownerId: number }[]>`
      WITH run AS (
        INSERT INTO onboarding_run (onboarding_id, number, trigger, status, started_at)
        SELECT id, 1, 'owner', 'running', now() FROM onboarding RETURNING id, onboarding_id)
      SELECT run.id, s.owner_id AS "ownerId" FROM run JOIN onboarding o ON o.id = run.onboarding_id JOIN stores s ON s.id = o.store_id ORDER BY run.id`;
    await tx.$executeRaw`
      INSERT INTO store_import (run_id, store_id, days_back, since, include_products)
      SELECT r.id, o.store_id, 90, now() - interval '90 days', true FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id`;
    await tx.$executeRaw`
      INSERT INTO session (id, user_id, store_id, created_at, last_seen_at, expires_at)
      SELECT sid, owner_id, s.id, now(), now(), now() + interval '1 day'
      FROM unnest(${sids}::text[], ${made.map(run => run.ownerId)}::int[]) AS one(sid, owner) JOIN stores s ON s.owner_id = owner`;
    return made;
  });
  await transaction("system", tx => tx.$executeRaw`ANALYZE`);
  return Promise.all(runs.map(({ id, ownerId }, at) => toWatcher(id, ownerId, sids[at] ?? "", env)));
}

/** The cookie of a session that is there. */
export async function cookieOf(userId: number, sid: string, env: Environment): Promise<string> {
  const maxAge = sessionLimits.lifeSeconds;
  const cookie = await encode({ token: { sub: String(userId), sid }, secret: env.AUTH_SECRET ?? "", maxAge });
  return `gangway.session=${cookie}`;
}

async function toWatcher(jobId: number, userId: number, sid: string, env: Environment): Promise<Watcher> {
  return { jobId, call: { path: `${progress}/${jobId}`, headers: { cookie: await cookieOf(userId, sid, env) } } };
}
