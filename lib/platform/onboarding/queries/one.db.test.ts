import { expect, test } from "vitest";
import { audit } from "../../audit";
import { type Tx, transaction } from "../../db";
import { claimStep, endStep } from "../../flow/claim";
import { settleRun } from "../../flow/end-run";
import type { Failure } from "../../flow/failure";
import { startRun } from "../../flow/start-run";
import { summarizeMoved } from "../../onboardings/service";
import { readGrid } from "./grid";
import { findOnboardingOne } from "./one";

const admin = { roles: [{ role: "admin" as const, storeId: null }] };
const operator = { roles: [{ role: "operator" as const, storeId: null }] };
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const known = ["listings", "equity"];
const down: Failure = { code: "unreachable", message: "reZEN answered 502.", retryable: true };

async function newAgent(phoneNumber: string) {
  return system(async tx => {
    const { id: userId } = await tx.user.create({ data: { phoneNumber, name: "Dana O’Neil" }, select: { id: true } });
    await tx.agent.create({ data: { userId } });
    const steps = [
      { step: "sync", position: 0 },
      { step: "listings", parent: "sync", position: 1 },
      { step: "equity", parent: "sync", position: 2 },
    ];
    const made = { kind: "agent", status: "running", agentUserId: userId, steps: { create: steps } } as const;
    const { id } = await tx.onboarding.create({ data: made, select: { id: true } });
    return { id, userId };
  });
}

const begin = (onboardingId: number, redo: "all" | "unfinished" = "all") =>
  system(tx => startRun(tx, { onboardingId, trigger: "admin", redo })).then(({ runId }) => runId);

async function tryStep(at: { onboardingId: number; runId: number }, step: string) {
  const claim = await claimStep("system", { ...at, step, holdsJob: true });
  if (!claim) throw new Error(`${step} cannot be taken`);
  return claim;
}

async function succeed(at: { onboardingId: number; runId: number }, step: string, fetched: number) {
  await endStep("system", await tryStep(at, step), { state: "done", result: { fetched } });
}

/** Tried so often, then given up. */
async function fail(at: { onboardingId: number; runId: number }, step: string, times: number) {
  for (let attempt = 1; attempt < times; attempt++) {
    await endStep("system", await tryStep(at, step), { state: "retrying", failure: down, inSeconds: 0 });
  }
  await endStep("system", await tryStep(at, step), { state: "failed", failure: down });
}

const settle = ({ onboardingId, runId }: { onboardingId: number; runId: number }) =>
  system(tx => settleRun(tx, { onboardingId, runId, known, onFailure: "continue" }));

const noteCall = (trace: string, outcome: string) =>
  system(tx =>
    tx.upstreamCall.create({
      data: {
        at: new Date(),
        upstream: "rezen",
        method: "GET",
        address: "https://rezen.example/•••",
        outcome,
        attempt: 1,
        durationMs: 5,
        trace,
      },
    }),
  );

async function one(id: number, reader: typeof admin | typeof operator = admin) {
  const found = await findOnboardingOne(reader, id);
  if (!found) throw new Error("no onboarding");
  return found;
}
const stepOf = (parts: Awaited<ReturnType<typeof one>>["steps"], id: string) => parts.find(part => part.id === id);

test("a run's failed tries are kept, ten at most, told with it for good, and forgotten by the next one", async () => {
  const { id: onboardingId } = await newAgent("+14155550141");
  const first = { onboardingId, runId: await begin(onboardingId) };
  await succeed(first, "listings", 12);
  await fail(first, "equity", 12);
  const live = await one(onboardingId);
  expect(stepOf(live.steps, "equity")).toMatchObject({ state: "failed", attempts: 12, error: { code: "unreachable" } });
  expect(stepOf(live.steps, "equity")?.tries).toHaveLength(10);
  expect(stepOf(live.steps, "equity")?.tries[9]).toEqual({
    ...{ code: "unreachable", message: "reZEN answered 502." },
    ...{ began: expect.stringMatching(/Z$/), ended: expect.stringMatching(/Z$/) },
  });
  expect(stepOf(live.steps, "listings")).toMatchObject({ tries: [], triedAt: expect.stringMatching(/Z$/) });
  await settle(first);
  expect(stepOf((await one(onboardingId)).runs[0]?.parts ?? [], "equity")?.tries).toHaveLength(10);

  const second = { onboardingId, runId: await begin(onboardingId, "unfinished") };
  const again = await one(onboardingId);
  expect(stepOf(again.steps, "equity")).toMatchObject({ state: "pending", tries: [], triedAt: null });
  expect(stepOf(again.runs[1]?.parts ?? [], "equity")?.tries, "of the run before").toHaveLength(10);

  // One that was only put off is no try that failed.
  const put = { state: "retrying", failure: down, inSeconds: 0, isUncounted: true } as const;
  await endStep("system", await tryStep(second, "equity"), put);
  expect(stepOf((await one(onboardingId)).steps, "equity")?.tries).toEqual([]);
  await succeed(second, "equity", 3);
  await settle(second);

  const third = { onboardingId, runId: await begin(onboardingId) };
  await succeed(third, "listings", 15);
  await fail(third, "equity", 1);
  const { compared, row } = await one(onboardingId);
  expect(compared).toEqual([
    {
      id: "listings",
      now: { rows: 15, seconds: expect.any(Number) },
      before: { rows: 12, seconds: expect.any(Number), runId: first.runId },
    },
    { id: "equity", now: null, before: { rows: 3, seconds: expect.any(Number), runId: second.runId } },
  ]);
  expect(row).toMatchObject({
    status: "running",
    step: "equity",
    percent: 50,
    run: { id: third.runId, status: "pending" },
  });
});

test("it shows calls of its own runs only, those that failed first, and messages, masked; an operator reads no name and no reason", async () => {
  const { id: onboardingId, userId } = await newAgent("+14155550142");
  const other = await newAgent("+14155550143");
  const run = { onboardingId, runId: await begin(onboardingId) };
  const foreign = await begin(other.id);
  await noteCall(`job_${run.runId}`, "unreachable");
  await noteCall(`job_${run.runId}`, "ok");
  await noteCall(`job_${foreign}`, "ok");
  await noteCall(`req_${run.runId}`, "ok");
  await system(async tx => {
    const how = { state: "sent", createdAt: new Date() } as const;
    await tx.outboxMessage.createMany({
      data: [
        {
          id: "msg_one_1",
          channel: "sms",
          recipient: "+14155550142",
          tenant: `agent:${userId}`,
          payload: "sealed words",
          ...how,
        },
        { id: "msg_one_2", channel: "email", recipient: "dana@example.com", tenant: `agent:${userId}`, ...how },
        { id: "msg_one_3", channel: "email", recipient: "else@example.com", tenant: `agent:${other.userId}`, ...how },
      ],
    });
    const subject = { kind: "agent", id: userId } as const;
    const detail = { jobId: run.runId, reason: "Dana asked by phone" };
    await audit(tx, { action: "agent.sync_started", actor: { kind: "system" }, subject, detail });
  });
  await summarizeMoved();
  const seen = await one(onboardingId);
  expect(seen.calls.map(({ trace, outcome }) => `${trace} ${outcome}`)).toEqual([
    `job_${run.runId} unreachable`,
    `job_${run.runId} ok`,
  ]);
  expect(seen.sent.map(({ channel, recipient }) => `${channel} ${recipient}`).sort()).toEqual([
    "email d•••@•••",
    "sms •••• 0142",
  ]);
  expect(JSON.stringify(seen.sent)).not.toContain("sealed");
  expect(seen).toMatchObject({
    row: { subject: "Dana O’Neil" },
    audit: [{ reason: "Dana asked by phone", jobId: run.runId }],
  });
  const masked = await one(onboardingId, operator);
  expect(masked).toMatchObject({ row: { subject: "D••• O•••" }, audit: [{ reason: null, jobId: run.runId }] });
  expect(JSON.stringify(masked)).not.toMatch(/Dana|O’Neil|4155550142|dana@/);
  expect(await findOnboardingOne(admin, 2_000_000_000)).toBeNull();

  const { rows } = await readGrid(operator, { kind: "agent", hasTrouble: false });
  expect(rows.find(({ row }) => row.id === onboardingId)).toMatchObject({
    row: { subject: "D••• O•••" },
    cells: { listings: "pending", equity: "pending" },
  });
  await fail(run, "equity", 1);
  await settle(run);
  const ended = { status: "failed", endedAt: new Date(), parts: [] } as const;
  await system(tx => tx.onboardingRun.update({ where: { id: run.runId }, data: ended }));
  await summarizeMoved();
  const trouble = await readGrid(admin, { kind: "agent", hasTrouble: true });
  expect(trouble.rows.map(({ row }) => row.id)).toEqual([onboardingId]);
  expect(trouble.rows[0]?.cells).toMatchObject({ equity: "failed" });
});

test("what it reads follows indexes, however many there are", async () => {
  const plan = await system(async tx => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    const told = await tx.$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT id FROM outbox_message WHERE tenant = 'agent:1' ORDER BY created_at DESC LIMIT 25`;
    return told.map(line => line["QUERY PLAN"]).join("\n");
  });
  expect(plan).toContain("outbox_message_tenant_created_at_idx");
  expect(plan).not.toContain("Seq Scan");
});
