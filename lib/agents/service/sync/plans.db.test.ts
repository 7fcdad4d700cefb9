import { beforeEach, expect, test } from "vitest";
import { type Tx, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { claimStep, commitPage } from "@/lib/platform/flow/claim";
import { partsOf, type WorkerContext } from "@/lib/platform/flow/step";
import { type AgentRun, newAgentRun, runPart } from "@/lib/platform/testing/agent-run";
import { withConnection } from "@/lib/platform/testing/database";
import { openTestRezen } from "@/lib/platform/testing/test-rezen";
import { fillRezen, wireDeal } from "@/lib/platform/testing/wire-rezen";
import { agentOnboarding } from "../../steps";

const rezen = await openTestRezen();
// Two of these are more than one that we ask for, so each is written alone.
const [pages, pageSize] = [5, 101];
beforeEach(() => {
  fillRezen(rezen);
  rezen.pageSize = pageSize;
  rezen.transactions = Array.from({ length: pages * pageSize }, (_, at) => wireDeal(`t-${at}`, at));
});

const tables = ["rezen_transaction_staging", "transaction", "participant", "paid_participant"];
const countReads = async (tx: Tx): Promise<number> => {
  const [row] = await tx.$queryRaw<{ reads: number }[]>`
    SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS reads FROM pg_stat_xact_user_tables WHERE relname = ANY(${tables}::text[])`;
  return row?.reads ?? Number.NaN;
};

/** Reads the transactions of an account, and how many rows each page that wrote some has looked at. */
async function readsByPage(at: AgentRun): Promise<number[]> {
  const scope = { agent: at.userId };
  const claim = await claimStep(scope, { ...at, step: "transactions", holdsJob: true });
  const part = partsOf(agentOnboarding).find(({ id }) => id === "transactions");
  if (!claim || !part) throw new Error("The part cannot be claimed.");
  const reads: number[] = [];
  const page: WorkerContext["page"] = (progress, write) =>
    commitPage(scope, claim, progress, async tx => {
      // So few rows would be read from end to end; where this matters there are millions.
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      const before = await countReads(tx);
      await write?.(tx);
      reads.push((await countReads(tx)) - before);
    });
  const { userId: subjectId, onboardingId, runId } = at;
  await part.run({ subjectId, onboardingId, runId, cursor: null, signal: new AbortController().signal, page });
  return reads.slice(0, pages);
}

test("000: a page of an account that the statistics do not know looks at its own rows only, however many have come before", async () => {
  for (const other of [await newAgentRun(), await newAgentRun()]) await runPart(other, "transactions");
  await withConnection(env.databaseUrl, client =>
    client.query(`ANALYZE ${tables.map(name => `"${name}"`).join(", ")}`),
  );
  const at = await newAgentRun();
  const first = await readsByPage(at);
  expect(Math.max(...first), first.join()).toBeLessThan(Math.min(...first) * 1.1);
  // Each deal has two people, one of whom is paid; what a row belongs to is looked at for it.
  expect(Math.max(...first), first.join()).toBeLessThanOrEqual(pageSize * 10);
  for (const deal of rezen.transactions) deal.price = { amount: 1, currency: "USD" };
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET heartbeat_at = now() - interval '1 hour'`,
  );
  const again = await readsByPage(at);
  expect(Math.max(...again), again.join()).toBeLessThan(Math.min(...again) * 1.1);
});
