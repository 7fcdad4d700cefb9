import { openAccount } from "@/lib/agents/service/open-account";
import { keepKey } from "@/lib/agents/service/rezen-key";
import { startSync } from "@/lib/agents/service/start-sync";
import { agentOnboarding } from "@/lib/agents/steps";
import { Prisma, transaction } from "@/lib/platform/db";
import { claimStep, commitPage } from "@/lib/platform/flow/claim";
import { run } from "@/lib/platform/flow/run";
import { partsOf, type WorkerContext } from "@/lib/platform/flow/step";

/** An agent's account in the middle of a sync. */
export type AgentRun = { userId: number; onboardingId: number; runId: number };

let serial = 0;

/** Makes an account with a proven key of an agent, and begins its first sync. */
export async function newAgentRun({ teamId = "team-1" as string | null, apiKey = "key" } = {}): Promise<AgentRun> {
  const number = ++serial;
  const phoneNumber = `+1415555${2000 + number}`;
  const made = await transaction("system", async tx => {
    const { id: userId } = await tx.user.create({ data: { phoneNumber }, select: { id: true } });
    await openAccount(tx, { userId, name: null, email: null });
    const { id: onboardingId } = await tx.onboarding.findFirstOrThrow({
      where: { agentUserId: userId },
      select: { id: true },
    });
    return { userId, onboardingId };
  });
  await transaction({ agent: made.userId }, async tx => {
    await tx.agent.update({ where: { userId: made.userId }, data: { id: "agent-1", teamId } });
    await keepKey(tx, made.userId, apiKey);
  });
  return beginSync(made);
}

/** Begins the next sync of an account; `restart` fetches everything again. */
export async function beginSync(at: Pick<AgentRun, "userId" | "onboardingId">, restart = false): Promise<AgentRun> {
  const { jobId } = await startSync({ id: at.userId, roles: [{ role: "agent" }] }, { restart });
  return { userId: at.userId, onboardingId: at.onboardingId, runId: jobId };
}

/** Runs what is left, as a worker does. */
export const workOff = (at: Pick<AgentRun, "onboardingId">): Promise<void> =>
  run(agentOnboarding, at.onboardingId, { signal: new AbortController().signal, holdsJob: true });

const mostRounds = 12;

/** Runs a sync to its end: what is to be tried again is due at once. Calls `between` after each go. */
export async function workToEnd(at: AgentRun, between: () => Promise<unknown> = async () => undefined): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    await workOff(at);
    await between();
    const due = await transaction("system", async tx => {
      await tx.$executeRaw`UPDATE onboarding_step SET next_attempt_at = now() WHERE onboarding_id = ${at.onboardingId} AND state = 'retrying'`;
      return tx.onboardingRun.findUniqueOrThrow({ where: { id: at.runId }, select: { endedAt: true } });
    });
    if (due.endedAt) return;
  }
  throw new Error("the sync does not end");
}

/** A worker's death between two pages. */
export class Crash extends Error {}

/** Claims a part as its next worker and runs it; `crashBefore` dies instead of committing the page of this number, from 1 on. */
export async function runPart(at: AgentRun, step: string, crashBefore = Infinity): Promise<Record<string, unknown>> {
  const scope = { agent: at.userId };
  await transaction(
    scope,
    tx => tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '6 s' WHERE state = 'running'`,
  );
  const claim = await claimStep(scope, { ...at, step, holdsJob: true });
  const part = partsOf(agentOnboarding).find(one => one.id === step);
  if (!claim || !part) throw new Error(`${step} cannot be claimed`);
  let pages = 0;
  const page: WorkerContext["page"] = (progress, write) => {
    if (++pages >= crashBefore) throw new Crash();
    return commitPage(scope, claim, progress, write);
  };
  const { userId: subjectId, onboardingId, runId } = at;
  return part.run({ subjectId, onboardingId, runId, cursor: claim.cursor, signal: new AbortController().signal, page });
}

/** Every part of a sync as the tables have it, by its name. */
export async function partsBy({ onboardingId }: AgentRun) {
  const rows = await transaction("system", tx =>
    tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } }, orderBy: { position: "asc" } }),
  );
  return Object.fromEntries(rows.map(row => [row.step, row]));
}

/** The tables that a sync of each data set writes. */
export const tablesOf: Record<string, readonly string[]> = {
  agent_data: [],
  team_roster: ["team", "team_members"],
  listings: ["rezen_listing_staging", "listing"],
  transactions: ["rezen_transaction_staging", "transaction", "participant", "paid_participant"],
  sponsor_tree: ["network_hierarchy", "sponsor_tree"],
  contributions: ["contribution", "contributors"],
  cap_data: ["agent_cap_data"],
  equity: ["equity_transactions", "equity_monthly", "equity_annual"],
  revshare: ["revshare_payment"],
};

/** Every row that a sync of the account has written, by table; with `withWriter` the transaction that wrote it last stands behind it: equal texts mean that nothing was written. */
export async function rowsOf({ userId }: AgentRun, { withWriter = false } = {}): Promise<Record<string, string[]>> {
  const tables = ["agent", "user", "user_roles", ...Object.values(tablesOf).flat()];
  const found: Record<string, string[]> = {};
  await transaction("system", async tx => {
    for (const table of tables) {
      const ofAccount = Prisma.raw(table === "user" ? "id" : "user_id");
      // Which account and when is not what an account's rows are compared by; an agent's row is also written when its next sync is planned.
      const rows = await tx.$queryRaw<{ row: string; writer: string }[]>`
        SELECT (to_jsonb(t) - ARRAY['id', 'user_id', 'run_id', 'created_at', 'phone_number', 'mapped', 'synced_at', 'staged_at', 'processed_at', 'next_sync_at'] ||
          CASE WHEN ${table} IN ('user', 'user_roles') THEN '{}' ELSE jsonb_build_object('id', to_jsonb(t)->'id') END)::text AS row,
          CASE WHEN ${table} = 'agent' THEN to_jsonb(t)->>'synced_at' ELSE t.xmin::text END AS writer
        FROM ${Prisma.raw(`"${table}"`)} t WHERE ${ofAccount} = ${userId} ORDER BY 1`;
      found[table] = rows.map(({ row, writer }) => (withWriter ? `${row} by ${writer}` : row));
    }
  });
  return found;
}
