import { setTimeout as pause } from "node:timers/promises";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { type AgentRun, newAgentRun, partsBy, rowsOf, tablesOf, workToEnd } from "@/lib/platform/testing/agent-run";
import { isFull } from "@/lib/platform/testing/full-form";
import { openTestRezen, type RezenCall, type RezenReply } from "@/lib/platform/testing/test-rezen";
import { fillRezen } from "@/lib/platform/testing/wire-rezen";
import { readAgent } from "../../client/agent";
import { findEndedSync } from "../../queries/ended";
import { readReadiness } from "../../queries/readiness";
import { type SyncStepId, syncStepIds } from "../../schema/sync";
import { toFpResult } from "../../view/fp-result";

const rezen = await openTestRezen();
let sound: Record<string, string[]>;
let counted: Record<string, unknown>;

/** How a fault looks: what goes out instead of an answer, and what the part comes to. */
type Way = {
  name: string;
  spoil: (call: RezenCall) => RezenReply | undefined | Promise<RezenReply | undefined>;
  ends: { code: string; attempts: number } | "done";
  /** Only lists have pages. */
  isOfLists?: boolean;
  rewrite?: typeof rezen.rewrite;
};

const lists: readonly string[] = ["team_roster", "listings", "transactions", "contributions", "revshare"];
const refuse = (status: number) => () => ({ status });
const failed = (code: string, attempts: number) => ({ code, attempts });
const pagesOf = (answer: Record<string, unknown>, change: Record<string, unknown>) => ({ ...answer, ...change });

const ways: Way[] = [
  { name: "401", spoil: refuse(401), ends: failed("auth", 1) },
  { name: "403", spoil: refuse(403), ends: failed("permission", 1) },
  { name: "404", spoil: refuse(404), ends: failed("wrong_address", 1) },
  { name: "429", spoil: refuse(429), ends: failed("rate_limit", 3) },
  { name: "500 twice", spoil: ({ count }) => (count <= 2 ? { status: 500 } : undefined), ends: "done" },
  { name: "500 always", spoil: refuse(500), ends: failed("unreachable", 3) },
  { name: "slow", spoil: () => pause(150).then(() => undefined), ends: "done" },
  { name: "cut", spoil: () => ({ status: 200, body: "x".repeat(2000), isCut: true }), ends: failed("unreachable", 3) },
  {
    name: "HTML",
    spoil: () => ({ status: 200, body: "<!doctype html><h1>Bad gateway</h1>" }),
    ends: failed("unexpected", 1),
  },
  { name: "empty", spoil: () => ({ status: 200, body: "" }), ends: failed("unexpected", 1) },
  {
    name: "duplicates over pages",
    isOfLists: true,
    spoil: () => undefined,
    // Each page brings the last entry of the page before once more.
    rewrite: (answer, { set, page }) => {
      const [[name, entries] = []] = Object.entries(answer).filter(([, value]) => Array.isArray(value));
      const last = lastSent.get(set);
      if (Array.isArray(entries)) lastSent.set(set, entries.at(-1));
      return page > 0 && name && Array.isArray(entries) && last
        ? pagesOf(answer, { [name]: [last, ...entries] })
        : answer;
    },
    ends: "done",
  },
  {
    name: "endless paging",
    isOfLists: true,
    spoil: () => undefined,
    rewrite: (answer, { page }) => (page > 0 ? pagesOf(answer, { hasNext: true, ...repeated(answer) }) : answer),
    ends: failed("unexpected", 1),
  },
  {
    name: "moved totals",
    isOfLists: true,
    spoil: () => undefined,
    rewrite: (answer, { page }) => pagesOf(answer, { totalCount: page === 0 ? 500 : 1 }),
    ends: "done",
  },
];

const lastSent = new Map<string, unknown>();
let firstPage: unknown[] = [];
/** The same entries again and again, under ever new page numbers. */
const repeated = (answer: Record<string, unknown>) => {
  const [name, entries] = Object.entries(answer).find(([, value]) => Array.isArray(value)) ?? [];
  if (firstPage.length === 0 && Array.isArray(entries)) firstPage = entries;
  return { [name ?? ""]: firstPage };
};

const cases = syncStepIds.flatMap(step =>
  ways.filter(way => !way.isOfLists || lists.includes(step)).map(way => ({ step, way, title: `${step} ${way.name}` })),
);
// Each way once and each step at least once; the full form has all.
const short = [
  ...[
    "agent_data 500 always",
    "agent_data 403",
    "team_roster 404",
    "listings 500 twice",
    "transactions cut",
    "sponsor_tree HTML",
    "cap_data 429",
    "equity 500 always",
  ],
  ...[
    "contributions 401",
    "revshare 403",
    "sponsor_tree empty",
    "equity slow",
    "team_roster 500 always",
    "transactions 401",
  ],
  ...[
    "transactions duplicates over pages",
    "contributions endless paging",
    "revshare moved totals",
    "team_roster endless paging",
  ],
];
const chosen = isFull ? cases : cases.filter(({ title }) => short.includes(title));

/** One good call: the circuit is shared, and a step that fails again and again would open it. */
const answerOnce = async () => {
  const { beforeAnswer, rewrite } = rezen;
  Object.assign(rezen, { beforeAnswer: () => undefined, rewrite: (answer: unknown) => answer });
  await readAgent({ apiKey: "key", agentId: "agent-1" });
  Object.assign(rezen, { beforeAnswer, rewrite });
};

beforeEach(() => {
  fillRezen(rezen);
  lastSent.clear();
  firstPage = [];
  vi.spyOn(Math, "random").mockReturnValue(0); // no pause between tries
});

beforeAll(async () => {
  fillRezen(rezen);
  const undisturbed = await newAgentRun();
  await workToEnd(undisturbed);
  sound = await rowsOf(undisturbed);
  counted = Object.fromEntries(Object.entries(await partsBy(undisturbed)).map(([id, { result }]) => [id, result]));
  for (const tables of Object.values(tablesOf))
    for (const table of tables) expect(sound[table]?.length, table).toBeGreaterThan(0);
});

const notices = ({ userId }: AgentRun) =>
  transaction(
    "system",
    tx => tx.$queryRaw<{ code: string; message: string }[]>`
    SELECT code, message FROM notification_items WHERE user_id = ${userId} ORDER BY id`,
  );
const jobOf = ({ userId }: AgentRun) =>
  transaction(
    "system",
    tx => tx.$queryRaw<Record<string, unknown>[]>`SELECT * FROM rezen_onboarding_jobs WHERE user_id = ${userId}`,
  );

async function fpResultOf({ userId, runId }: AgentRun) {
  const ended = await findEndedSync(userId, runId);
  return toFpResult(ended ?? expect.fail("it has ended"), { requestId: "r", at: new Date() });
}

/** Does it say that the key is of no use: refused, or not even good for its own agent? */
const breaksKey = (step: SyncStepId, { name }: Way) => name === "401" || (name === "403" && step === "agent_data");

/** What is to fail when this step fails in this way: a key of no use stops all that come after. */
function expectFailed(step: SyncStepId, way: Way): string[] {
  if (way.ends === "done") return [];
  return breaksKey(step, way) ? syncStepIds.slice(syncStepIds.indexOf(step)) : [step];
}

test.each(chosen)("bar 69: $title", async ({ step, way }) => {
  const at = await newAgentRun();
  const { spoil, rewrite = (answer: unknown) => answer } = way;
  rezen.beforeAnswer = call => (call.set === step ? spoil(call) : undefined);
  rezen.rewrite = (answer, call) => (call.set === step ? rewrite(answer, call) : answer);
  await workToEnd(at, answerOnce);
  const failures = expectFailed(step, way);
  const [parts, rows, fp, [job]] = [await partsBy(at), await rowsOf(at), await fpResultOf(at), await jobOf(at)];
  const isWell = failures.length === 0;
  expect(fp.data).toMatchObject({ failedSteps: failures, errorCount: failures.length });
  expect(fp.data.stepsCompleted).toEqual(syncStepIds.filter(id => !failures.includes(id)));
  expect(job?.status).toBe(isWell ? "Complete" : "Partial");
  const found = parts[step];
  if (way.ends === "done") expect(found).toMatchObject({ state: "done", errorCode: null, result: counted[step] });
  else expect(found).toMatchObject({ state: "failed", errorCode: way.ends.code, attempts: way.ends.attempts });
  expect(found?.errorMessage ?? "", "in words for people").not.toMatch(/http_status|rezen:|\d{3}/);
  for (const [set, tables] of Object.entries(tablesOf))
    for (const table of tables) {
      if (set === "cap_data" && failures.includes("team_roster")) continue;
      if (!failures.includes(set)) expect(rows[table], table).toEqual(sound[table]);
      else if (way.name !== "endless paging") expect(rows[table], table).toEqual([]);
    }
  // Without a roster, now or from before, there is the agent's own cap only, and a word about it.
  if (failures.length === 1 && failures[0] === "team_roster") {
    expect(rows.agent_cap_data).toHaveLength(1);
    expect(fp.data.workerResults.cap_data).toMatchObject({ warnings: [expect.stringContaining("known from before")] });
  }
  const told = await notices(at);
  const ending = failures.length === syncStepIds.length ? "ONBOARDING_ERROR" : "ONBOARDING_COMPLETE";
  expect(told.map(({ code }) => code).sort()).toEqual([ending, "ONBOARDING_STARTED"]);
  const key = await transaction("system", tx => tx.credential.findFirstOrThrow({ where: { userId: at.userId } }));
  if (!breaksKey(step, way)) return void expect(key).toMatchObject({ brokenClass: null });
  const fault = way.name === "401" ? "auth" : "permission";
  const later = syncStepIds.slice(syncStepIds.indexOf(step) + 1);
  expect(
    rezen.asked.filter(set => later.includes(set as SyncStepId)),
    "nobody is called with a key of no use",
  ).toEqual([]);
  for (const id of later) expect(parts[id]).toMatchObject({ errorCode: fault, attempts: 1 });
  expect(key).toMatchObject({ brokenClass: fault, toldAt: expect.any(Date) });
  const needs = (await transaction("system", tx => readReadiness(tx, [at.userId]))).get(at.userId);
  const [ofKey, ofPart] = ["rezen_key", step].map(code => needs?.find(one => one.code === code)?.fixUrl);
  expect(ofKey, "the field that mends it").toMatch(/^\/agent\/.*#field-apiKey$/);
  expect(ofPart).toBe(ofKey);
});

test("bar 69: two data sets that are down, one after the other, take none of the others with them", async () => {
  const at = await newAgentRun();
  rezen.beforeAnswer = ({ set }) => (set === "listings" || set === "transactions" ? { status: 503 } : undefined);
  await workToEnd(at, answerOnce);
  expect((await fpResultOf(at)).data.failedSteps).toEqual(["listings", "transactions"]);
});

test("bar 69: the caps wait for a team that is tried again", async () => {
  const at = await newAgentRun();
  rezen.beforeAnswer = ({ set, count }) => (set === "team_roster" && count <= 3 ? { status: 500 } : undefined);
  await workToEnd(at, answerOnce);
  const { team_roster: roster, cap_data: caps } = await partsBy(at);
  expect(roster).toMatchObject({ state: "done", attempts: 2 });
  expect(caps).toMatchObject({ state: "done", attempts: 1, result: counted.cap_data });
});

test("bar 69: an individual has no team: the step is skipped, which is no failure", async () => {
  delete rezen.agent.teamId;
  const at = await newAgentRun({ teamId: null });
  await workToEnd(at);
  const [fp, rows] = [await fpResultOf(at), await rowsOf(at)];
  expect(fp).toMatchObject({ success: true, data: { failedSteps: [] } });
  expect(fp.data.workerResults.team_roster).toMatchObject({ skipped: true, reason: expect.any(String) });
  expect(rows.team_members).toEqual([]);
  expect(rows.agent_cap_data, "its own cap only").toHaveLength(1);
  expect(rezen.asked).not.toContain("team_roster");
  expect(rows.user_roles?.[0]).toContain('"account_type": "Individual"');
});

// The last one: it leaves the circuit open.
test("bar 69: when all of reZEN is down for longer than an hour every step fails, and it is told once", async () => {
  const at = await newAgentRun();
  await transaction(
    "system",
    tx =>
      tx.$executeRaw`UPDATE onboarding_step SET started_at = now() - interval '61 min' WHERE onboarding_id = ${at.onboardingId}`,
  );
  rezen.beforeAnswer = refuse(503);
  await workToEnd(at);
  const fp = await fpResultOf(at);
  expect(fp).toMatchObject({ success: false, data: { failedSteps: syncStepIds, errorCount: 9, stepsCompleted: [] } });
  const [job] = await jobOf(at);
  expect(job?.status).toBe("Partial");
  expect((await notices(at)).map(({ code }) => code).sort()).toEqual(["ONBOARDING_ERROR", "ONBOARDING_STARTED"]);
});
