import type { Tx } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { expectCalls, sumCalls } from "../client/expect-calls";
import { getKnownSizes } from "../queries/known-sizes";
import { type SyncStepId, syncStepIds } from "../schema/sync";
import { Quoted, type RunQuote } from "../view/quote";

// What somebody was told longer ago is not what they expect now.
const toldWithinHours = 24;

type Reading = { step: string; fetched: number; seconds: number };

const readOwn = (tx: Tx, userId: number) =>
  tx.$queryRaw<Reading[]>`SELECT step, fetched::float8, seconds FROM agent_data_set WHERE user_id = ${userId}`;
const readUsual = (tx: Tx) => tx.$queryRaw<Reading[]>`SELECT step, fetched, seconds FROM usual_agent_readings()`;

async function findQuoted(tx: Tx, userId: number): Promise<Quoted | null> {
  const [row] = await tx.$queryRaw<{ quoted: unknown }[]>`
    SELECT quoted FROM agent WHERE user_id = ${userId} AND quoted_at > app_now() - make_interval(hours => ${toldWithinHours}::int)`;
  return Quoted.safeParse(row?.quoted).data ?? null;
}

/** The parts that a run will do: all but those that are settled as it begins. */
async function listOpen(tx: Tx, onboardingId: number): Promise<SyncStepId[]> {
  const rows = await tx.$queryRaw<{ step: string }[]>`
    SELECT step FROM onboarding_step
    WHERE onboarding_id = ${onboardingId} AND parent IS NOT NULL AND state NOT IN ('done', 'failed', 'skipped')`;
  return syncStepIds.filter(id => rows.some(({ step }) => step === id));
}

/** Seconds of each part by the account's own last reading, else by what others take; in proportion where its size is known. */
async function expectSeconds(
  tx: Tx,
  userId: number,
  parts: readonly SyncStepId[],
  sizes: Partial<Record<string, number>>,
) {
  const own = await readOwn(tx, userId);
  const lacks = parts.some(part => own.every(({ step }) => step !== part));
  const usual = lacks ? await readUsual(tx) : [];
  const partSeconds: Record<string, number> = {};
  for (const part of parts) {
    const known = own.find(({ step }) => step === part) ?? usual.find(({ step }) => step === part);
    if (!known) continue;
    const size = sizes[part];
    partSeconds[part] = known.seconds * (size !== undefined && known.fetched > 0 ? size / known.fetched : 1);
  }
  return partSeconds;
}

type Begun = { userId: number; onboardingId: number; runId: number };

/** Keeps with a run that begins what is expected of it, by what its account was told and what is known; in the transaction that begins it. */
export async function keepExpected(tx: Tx, { userId, onboardingId, runId }: Begun): Promise<void> {
  const open = await listOpen(tx, onboardingId);
  const [quoted, known] = [await findQuoted(tx, userId), await getKnownSizes(tx, userId)];
  const parts = known.teamId === null ? open.filter(part => part !== "team_roster") : open;
  const countOf = (part: "listings" | "transactions") =>
    parts.includes(part) ? (quoted?.[part] ?? known[part]) : null;
  const counts = { listings: countOf("listings"), transactions: countOf("transactions") };
  const sizes = Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== null)) as Record<
    string,
    number
  >;
  const partSeconds = await expectSeconds(tx, userId, parts, sizes);
  const told = Object.values(partSeconds);
  const calls = sumCalls(expectCalls(env.rezenApiProfile, { ...known, ...counts }), parts);
  const isAll = open.length === syncStepIds.length;
  const expected: RunQuote = {
    ...counts,
    calls: isAll ? (quoted?.calls ?? calls) : calls,
    seconds: told.length > 0 ? told.reduce((sum, seconds) => sum + seconds, 0) : null,
    partSeconds,
  };
  await tx.$executeRaw`UPDATE onboarding_run SET quote = ${JSON.stringify(expected)}::jsonb WHERE id = ${runId}`;
}

/** Keeps with an account what its person was told to expect of the next sync. */
export const keepQuoted = (tx: Tx, userId: number, quoted: Quoted) => tx.$executeRaw`
  UPDATE agent SET quoted = ${JSON.stringify(quoted)}::jsonb, quoted_at = app_now() WHERE user_id = ${userId}`;
