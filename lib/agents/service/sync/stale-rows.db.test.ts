import { beforeEach, expect, test } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import {
  type AgentRun,
  beginSync,
  Crash,
  newAgentRun,
  partsBy,
  rowsOf,
  runPart,
  workToEnd,
} from "@/lib/platform/testing/agent-run";
import { withConnection } from "@/lib/platform/testing/database";
import { isFull } from "@/lib/platform/testing/full-form";
import { setClock } from "@/lib/platform/testing/idle-people";
import { openTestRezen, type WireObject } from "@/lib/platform/testing/test-rezen";
import { fillRezen } from "@/lib/platform/testing/wire-rezen";
import { dealPart } from "../../client/deals";
import { Drift } from "../../client/drift";
import type { LifecycleGroup } from "../../client/entities";
import { readEntry } from "../../client/pages";
import { cancelSync } from "../cancel-sync";
import { toStagedTransaction } from "./map-deal";
import { promoteTransactions } from "./promote-transactions";
import type { Reading } from "./record-changes";
import { findChanged, stageOpen, transactionStaging } from "./staging";

const rezen = await openTestRezen();
beforeEach(() => fillRezen(rezen));

const lists = {
  listings: ["rezen_listing_staging", "listing"],
  transactions: ["rezen_transaction_staging", "transaction"],
  contributions: ["contribution"],
  revshare: ["revshare_payment"],
} as const;
const asOwner = (sql: string) => withConnection(env.databaseUrl, client => client.query(sql));
type List = keyof typeof lists;
const wireOf = (list: List): WireObject[] => (list === "revshare" ? rezen.payments : rezen[list]);
const sizes = async (at: AgentRun, list: List) => {
  const rows = await rowsOf(at);
  return lists[list].map(table => rows[table]?.length);
};
/** Reads a list from its beginning, as the next sync does. */
const readAgain = async (at: AgentRun, list: List) => {
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL WHERE onboarding_id = ${at.onboardingId}`,
  );
  return runPart(at, list);
};
const kept = "reZEN told less than half of what was here before, so nothing was taken away";

test.each(Object.keys(lists) as List[])(
  "000: of the %s, what reZEN no longer has goes after a complete reading",
  async list => {
    const at = await newAgentRun();
    await readAgain(at, list);
    const all = wireOf(list).length;
    wireOf(list).splice(1, 2);
    expect(await readAgain(at, list)).toMatchObject({
      fetched: all - 2,
      updated: 0,
      unchanged: all - 2,
      gone: 2,
      warnings: [],
    });
    expect(await sizes(at, list)).toEqual(lists[list].map(() => all - 2));
  },
);

test.each(Object.keys(lists) as List[])(
  "000: of the %s, more than half gone at once is doubted and told",
  async list => {
    const at = await newAgentRun();
    await readAgain(at, list);
    const all = wireOf(list).length;
    wireOf(list).splice(0, all);
    expect(await readAgain(at, list)).toMatchObject({ fetched: 0, updated: 0, gone: 0, warnings: [kept] });
    expect(await sizes(at, list)).toEqual(lists[list].map(() => all));
  },
);

test("000: an entry that cannot be read takes nobody away when it may be anybody's, and stays itself when it has a name", async () => {
  const at = await newAgentRun();
  await readAgain(at, "revshare");
  const [, second = {}] = rezen.payments.splice(1, 2);
  const { id, ...nameless } = second;
  rezen.payments[0] = { ...rezen.payments[0], amount: "much" };
  rezen.payments.push({ ...nameless, amount: "much" });
  await readAgain(at, "revshare");
  expect(await sizes(at, "revshare")).toEqual([6]);
  Object.assign(rezen.payments.at(-1) ?? {}, { id: "other", outgoingPaymentId: id });
  await readAgain(at, "revshare");
  expect(await sizes(at, "revshare"), "p-0 and p-2 are there and cannot be read, p-1 is not").toEqual([5]);
});

test("000: a list that changes while it is read takes nobody away: an entry may have slipped between two pages", async () => {
  const at = await newAgentRun();
  await runPart(at, "revshare");
  rezen.beforeAnswer = ({ page }) => void (page === 1 && rezen.payments.splice(0, 1));
  await readAgain(at, "revshare");
  expect(await sizes(at, "revshare")).toEqual([6]);
  rezen.beforeAnswer = () => undefined;
  await readAgain(at, "revshare");
  expect(await sizes(at, "revshare")).toEqual([5]);
  await runPart(at, "contributions");
  rezen.beforeAnswer = ({ tier, page }) => void (tier === 1 && page === 1 && rezen.contributions.splice(0, 1));
  await readAgain(at, "contributions");
  expect(await sizes(at, "contributions"), "of several parts, too").toEqual([12]);
  rezen.beforeAnswer = () => undefined;
  await readAgain(at, "contributions");
  expect(await sizes(at, "contributions")).toEqual([11]);
});

/** Reads a list from its beginning, interrupted after each page; how often that was. */
async function readInPieces(at: AgentRun, list: List, between: (pieces: number) => void = () => undefined) {
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL WHERE onboarding_id = ${at.onboardingId}`,
  );
  for (let pieces = 1; ; pieces++) {
    const result = await runPart(at, list, 2).catch((thrown: unknown) => {
      if (!(thrown instanceof Crash)) throw thrown;
      return null;
    });
    if (result) return { pieces, result };
    // What is staged is looked through once more before rows go: that takes two commits in one go.
    if (pieces === 12) return { pieces, result: await runPart(at, list) };
    between(pieces);
  }
}
const seenPages = ({ userId }: AgentRun) => transaction("system", tx => tx.seenPage.count({ where: { userId } }));

test.each(["listings", "transactions", "contributions", "revshare"] as const)(
  "000: of the %s, what reZEN no longer has goes also where the reading was interrupted after each page",
  async list => {
    const at = await newAgentRun();
    await readAgain(at, list);
    const all = wireOf(list).length;
    wireOf(list).splice(1, 1);
    const { pieces, result } = await readInPieces(at, list);
    expect(pieces, "it was").toBeGreaterThan(1);
    expect(result).toMatchObject({ fetched: all - 1, gone: 1 });
    expect(await sizes(at, list)).toEqual(lists[list].map(() => all - 1));
    expect(await seenPages(at), "nothing of it is kept").toBe(0);
  },
);

test("000: a list that changes between two goes takes nobody away either", async () => {
  const at = await newAgentRun();
  await runPart(at, "revshare");
  rezen.payments.splice(1, 1);
  await readInPieces(at, "revshare", pieces => void (pieces === 1 && rezen.payments.splice(0, 1)));
  expect(await sizes(at, "revshare")).toEqual([6]);
});

test("bar 70: who goes on with what another run has begun has not seen all, and takes nothing away", async () => {
  const at = await newAgentRun();
  await runPart(at, "transactions");
  rezen.transactions.splice(0, 1);
  await transaction(
    "system",
    tx => tx.$executeRaw`UPDATE onboarding_step SET cursor = NULL WHERE onboarding_id = ${at.onboardingId}`,
  );
  await expect(runPart(at, "transactions", 2)).rejects.toThrow(Crash);
  await cancelSync({ id: at.userId, roles: [{ role: "agent" }] }, {});
  const next = await beginSync(at);
  expect(next.runId).not.toBe(at.runId);
  expect(await runPart(next, "transactions")).toMatchObject({ fetched: 10, gone: 0 });
  expect(await sizes(next, "transactions")).toEqual([11, 11]);
  await readAgain(next, "transactions");
  expect(await sizes(next, "transactions")).toEqual([10, 10]);
});

test("000: caps of who left the team go, and so does a team that the agent left", async () => {
  const at = await newAgentRun();
  await workToEnd(at);
  const left = rezen.members.pop();
  expect(left).toMatchObject({ agent: { id: "agent-m4" } });
  await workToEnd(await beginSync(at, true));
  expect((await rowsOf(at)).agent_cap_data?.join()).not.toContain("agent-m4");
  expect((await rowsOf(at)).agent_cap_data).toHaveLength(4);
  rezen.agent.teamId = "team-2";
  await workToEnd(await beginSync(at, true));
  expect((await rowsOf(at)).team).toEqual([expect.stringContaining('"team-2"')]);
  rezen.agent.teamId = null;
  await workToEnd(await beginSync(at, true));
  const { team, agent_cap_data: caps } = await rowsOf(at);
  expect([team, caps?.length]).toEqual([[], 1]);
});

// Statements are planned once for all from the sixth go on, whatever their lists hold by then.
const [people, goes] = isFull ? [30_000, 8] : [2_000, 2];

test("000: a network of thousands takes seconds, and who is gone from it goes", async () => {
  const at = await newAgentRun();
  const times: number[] = [];
  const go = async (count: number) => {
    rezen.sponsors = Array.from({ length: count }, (_, level) => ({ id: `sponsor-${level}`, level: level + 1 }));
    const began = performance.now();
    const result = await runPart(at, "sponsor_tree");
    times.push(performance.now() - began);
    return result;
  };
  for (let turn = 0; turn < goes; turn++) expect(await go(people)).toMatchObject({ fetched: people });
  expect(await go(people - 500)).toMatchObject({ updated: 0, unchanged: people - 500, gone: 500 });
  expect(Math.max(...times)).toBeLessThan(5_000);
}, 240_000);

test("000: a deal whose life-cycle group alone has changed is written anew, though reZEN's object is the same; one that has not is not", async () => {
  const at = await newAgentRun();
  const reading: Reading = { userId: at.userId, runId: at.runId, step: "transactions" };
  const write = (lifecycleGroup: LifecycleGroup) =>
    transaction({ agent: at.userId }, async tx => {
      const found = readEntry(dealPart("transaction", lifecycleGroup), { id: "t" }, new Drift());
      if (!("item" in found)) throw new Error(found.message);
      const { changed } = await findChanged(tx, transactionStaging, reading, [toStagedTransaction(found.item)]);
      if (changed.length > 0) await promoteTransactions(tx, reading, changed);
      const [row] = await tx.$queryRaw<{ group: string }[]>`SELECT lifecycle_group AS "group" FROM "transaction"`;
      return { written: changed.length, group: row?.group };
    });
  expect(await write("OPEN")).toEqual({ written: 1, group: "OPEN" });
  expect(await write("OPEN")).toEqual({ written: 0, group: "OPEN" });
  expect(await write("TERMINATED")).toEqual({ written: 1, group: "TERMINATED" });
});

test("000: a deal that is shown twice, as two things, counts once and is what it was shown as first; read again nothing is written", async () => {
  const at = await newAgentRun();
  const [first = {}, second = {}, ...others] = rezen.transactions;
  const moved = { lifecycleState: { state: "TERMINATED" } };
  const all = rezen.transactions.length;
  rezen.pageSize = 4;
  rezen.transactions = [first, second, { ...second, ...moved }, ...others, { ...first, ...moved }];
  const resultOf = async (run: AgentRun) => {
    await workToEnd(run);
    return (await partsBy(run)).transactions?.result;
  };
  const written = async () => {
    const { transaction: rows, rezen_transaction_staging: staged } = await rowsOf(at, { withWriter: true });
    return [rows, staged];
  };
  expect(await resultOf(at)).toMatchObject({ fetched: all, created: all, updated: 0, unchanged: 0 });
  const before = await written();
  const next = await beginSync(at, true);
  expect(await resultOf(next)).toMatchObject({ fetched: all, created: 0, updated: 0, unchanged: all });
  expect(await written()).toEqual(before);
  const told = await transaction(
    { agent: at.userId },
    tx => tx.$queryRaw<{ states: string[]; changes: number }[]>`
      SELECT array_agg(state ORDER BY id) AS states, (SELECT count(*)::int FROM sync_change WHERE run_id = ${next.runId}) AS changes
      FROM "transaction" WHERE id IN ('t-0', 't-1')`,
  );
  expect(told).toEqual([{ states: ["NEW", "CLOSED"], changes: 0 }]);
});

test("000: what is taken away goes from its staging too, whatever waits there besides, and comes back when reZEN shows it again", async () => {
  const at = await newAgentRun();
  const all = rezen.transactions.slice(0, 4);
  rezen.transactions = [...all];
  await readAgain(at, "transactions");
  const reading: Reading = { userId: at.userId, runId: at.runId, step: "transactions" };
  const refused = { id: "t-refused", digest: null, raw: "{}", row: '{"id":"t-refused","price":"much"}' };
  await transaction({ agent: at.userId }, tx =>
    stageOpen(tx, transactionStaging, reading, [{ ...refused, people: "[]", paid: "[]", leftOut: 0 }]),
  );
  expect(await sizes(at, "transactions")).toEqual([5, 4]);
  rezen.transactions.splice(2);
  expect(await readAgain(at, "transactions")).toMatchObject({ fetched: 2, gone: 2, warnings: [expect.anything()] });
  expect(await sizes(at, "transactions")).toEqual([2, 2]);
  rezen.transactions = all;
  expect(await readAgain(at, "transactions")).toMatchObject({ fetched: 4, created: 2, gone: 0, warnings: [] });
  expect(await sizes(at, "transactions")).toEqual([4, 4]);
});

test("000: a deal that its staging refuses, too, costs itself only", async () => {
  await asOwner("ALTER TABLE rezen_transaction_staging ADD CONSTRAINT no_ghosts CHECK (rezen_id <> 't-3') NOT VALID");
  try {
    const at = await newAgentRun();
    expect(await runPart(at, "transactions")).toMatchObject({
      ...{ fetched: 11, created: 10, updated: 0, unchanged: 0 },
      warnings: ["1 entry of reZEN could not be stored, such as t-3"],
    });
    expect(await sizes(at, "transactions")).toEqual([10, 10]);
  } finally {
    await asOwner("ALTER TABLE rezen_transaction_staging DROP CONSTRAINT no_ghosts");
  }
});

test("000: months that are over stay as they are when nothing but time goes by", async () => {
  const award = (id: string, more: WireObject) => ({
    id,
    shares: "10",
    price: { amount: 2, currency: "USD" },
    ...more,
  });
  rezen.equity = {
    awards: [
      award("a", { grantDate: "2025-03-10", vestingDate: "2060-01-01", status: "FORFEITED" }),
      award("b", {
        grantDate: "2025-04-10",
        vestingDate: new Date(Date.now() + 40 * 86_400_000).toISOString(),
        status: "FORFEITED",
      }),
      award("c", {
        grantDate: "2025-05-10",
        vestingDate: new Date(Date.now() + 40 * 86_400_000).toISOString(),
        status: "VESTED",
      }),
      award("d", { status: "GRANTED" }),
      award("e", { grantDate: "2025-01-10", vestingDate: "2025-07-01", status: "EXERCISED" }),
    ],
  };
  const at = await newAgentRun();
  const past = async () =>
    transaction(
      { agent: at.userId },
      tx => tx.$queryRaw<{ row: string }[]>`
      SELECT to_jsonb(t)::text AS row FROM equity_monthly t ORDER BY period_year, period_month`,
    );
  await runPart(at, "equity");
  const before = await past();
  await setClock("12:00", 61);
  try {
    await runPart(at, "equity");
    const after = await past();
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.slice(0, before.length)).toEqual(before);
  } finally {
    await transaction("system", tx => tx.$executeRaw(Prisma.sql`DELETE FROM app_clock`));
  }
});
