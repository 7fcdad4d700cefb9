import { setTimeout as sleep } from "node:timers/promises";
import { type APIRequestContext, request } from "@playwright/test";
import { agentsApi, connectAgent, rezenKeys, signUpAgent } from "@/e2e/own-agent";
import { newCaller, post } from "@/e2e/people";
import { transaction } from "@/lib/platform/db";
import { withConnection } from "@/lib/platform/testing/database";
import type { Place } from "./place";

/** How much reZEN has of the agent who is measured. */
export const sizes = { transactions: 20_000, listings: 5_000, contributions: 5_000, network: 2_000 };

/** The same with what is not measured: as little as there can be of it. */
export const sandboxSizes = { ...sizes, ...{ sponsors: 0, members: 1, payments: 1, awards: 1 } };

/** The environment of a product whose reZEN has that much, or what is said instead. */
export const sandboxOf = (changed: Record<string, number>): Record<string, string> => ({
  REZEN_API_PROFILE: "real",
  SANDBOX_LATENCY_MS: "0",
  SANDBOX_REZEN: JSON.stringify({ ...sandboxSizes, ...changed }),
});

/** An account with a key. */
export type Account = { request: APIRequestContext; userId: number };

/** Signs agents up and gives them their key. */
export async function openAccounts(place: Place, address: string, count: number): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let at = 0; at < count; at++) {
    const caller = await newCaller(request, address);
    place.onEnd(() => caller.dispose());
    const { phoneNumber } = await signUpAgent(caller);
    await connectAgent({ request: caller }, rezenKeys.team);
    const { id: userId } = await transaction("system", tx => tx.user.findUniqueOrThrow({ where: { phoneNumber } }));
    accounts.push({ request: caller, userId });
  }
  return accounts;
}

/** A sync from the moment its owner asks for it until its run is over, in seconds. */
export async function syncFully({ request: owner }: Account, isAgain = false): Promise<number> {
  const began = performance.now();
  const { job_id: id } = await post(owner, `${agentsApi}/onboarding`, isAgain ? { restart: true } : {}, 202);
  for (;;) {
    const select = { endedAt: true, status: true, parts: true };
    const run = await transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id }, select }));
    if (run.status === "complete") return (performance.now() - began) / 1000;
    if (run.endedAt) throw new Error(`The sync ended as ${run.status}: ${JSON.stringify(run.parts)}`);
    await sleep(25);
  }
}

/** Gives the floor an account of the same number, which is all that it needs. */
export const writeAccount = (databaseUrl: string, userId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    await client.query(`INSERT INTO "user" (id) VALUES ($1)`, [userId]);
    await client.query("INSERT INTO agent (user_id) VALUES ($1)", [userId]);
  });

const tables = {
  listing: ["synced_at"],
  '"transaction"': ["synced_at"],
  ...{
    participant: [],
    paid_participant: [],
    sponsor_tree: [],
    network_hierarchy: [],
    contribution: [],
    contributors: [],
  },
  // What our tables take of it is seen in them; the floor compares nothing, and needs no digest.
  rezen_listing_staging: ["mapped", "digest", "run_id", "staged_at", "processed_at"],
  rezen_transaction_staging: ["mapped", "digest", "run_id", "staged_at", "processed_at"],
};

/** How many rows an account has in each table, and a digest of them without the times at which they were written. */
const digestOf = (databaseUrl: string, userId: number) =>
  withConnection(databaseUrl, async client => {
    await client.query("SET ROLE gangway_system");
    const digests: Record<string, { rows: number; digest: string }> = {};
    for (const [table, leftOut] of Object.entries(tables)) {
      const { rows } = await client.query(
        `SELECT count(*)::int AS rows, md5(string_agg(line, ',' ORDER BY line COLLATE "C")) AS digest FROM (
          SELECT md5((to_jsonb(t) - $2::text[])::text) AS line FROM ${table} t WHERE user_id = $1) lines`,
        [userId, leftOut],
      );
      digests[table] = rows[0];
    }
    return digests;
  });

/** Throws unless both sides have left the same rows; returns how many. */
export async function requireSame(ours: string, floor: string, userId: number): Promise<Record<string, number>> {
  const [left, right] = [await digestOf(ours, userId), await digestOf(floor, userId)];
  for (const [table, one] of Object.entries(left))
    if (JSON.stringify(one) !== JSON.stringify(right[table]) || one.rows === 0)
      throw new Error(`The floor leaves another ${table}: ${JSON.stringify(one)}, ${JSON.stringify(right[table])}`);
  return Object.fromEntries(Object.entries(left).map(([table, { rows }]) => [table, rows]));
}

/** Where the sandbox's reZEN is for whoever calls it without us. */
export const rezenOf = ({ env }: Place) => ({
  ...{ apiKey: rezenKeys.team.api_key, agentId: rezenKeys.team.agent_id },
  ...{ agents: new URL(env.REZEN_API_URL ?? ""), deals: new URL(env.REZEN_DEALS_API_URL ?? "") },
});
