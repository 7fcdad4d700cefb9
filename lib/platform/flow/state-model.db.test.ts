import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { storeOnboarding } from "@/lib/stores/steps";
import { type Tx, transaction } from "../db";
import { isFull } from "../testing/full-form";
import { type Claim, claimStep, commitPage, type Ending, endStep } from "./claim";
import { cancelRun, giveUpWaiting, resumeRun, settleRun } from "./end-run";
import { Fenced } from "./failure";
import { createOnboarding } from "./onboarding";
import { isAtRest, type OnFailure, runOutcome, type StepState } from "./progress";
import { startRun } from "./start-run";

const parts = ["orders", "products"] as const;
type PartId = (typeof parts)[number];
const failure = { code: "unreachable", message: "nobody answers", retryable: true };
const wait = (isMissing: boolean) => ({ for: "key", begin: async () => isMissing });
const endings = {
  done: { state: "done", result: {} },
  failed: { state: "failed", failure },
  skipped: { state: "skipped", reason: "not wanted" },
  retrying: { state: "retrying", failure, inSeconds: 3600 },
  waiting: { state: "waiting", failure, pause: wait(true) },
  come: { state: "waiting", failure, pause: wait(false) },
  pending: { state: "pending" },
} as const satisfies Record<string, Ending>;

const part = fc.constantFrom(...parts);
const which = fc.nat(9);
/** What workers, owners and admins may do next, in any order; `which` of the claims that were ever made, stale ones too. */
const act = fc.oneof(
  fc.record({ do: fc.constant("start" as const), redo: fc.constantFrom("all" as const, "unfinished" as const) }),
  { weight: 5, arbitrary: fc.record({ do: fc.constant("claim" as const), part }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("page" as const), which, done: fc.nat(50) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("end" as const),
      which,
      how: fc.constantFrom(...(Object.keys(endings) as (keyof typeof endings)[])),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("settle" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("die" as const, "come_due" as const, "resume" as const) }) },
  fc.record({ do: fc.constantFrom("cancel" as const, "give_up" as const) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

type ModelPart = { state: StepState; attempts: number; fence: number; done: number; isSilent: boolean; isDue: boolean };
type Model = { parts: Record<PartId, ModelPart>; run: { id: number; status: string } | null; ended: string[] };
type Held = { part: PartId; runId: number; claim: Claim };
type World = { onboardingId: number; model: Model; held: Held[]; onFailure: OnFailure };

let storeId: number;
beforeAll(async () => {
  const told = { name: "S", ownerName: "O", email: "o@example.com", phoneNumber: "+352621000000" };
  storeId = (await transaction("system", tx => tx.store.create({ data: { ...told, code: "MODEL" } }))).id;
});

async function newWorld(onFailure: OnFailure): Promise<World> {
  const onboardingId = await transaction("system", async tx => {
    await tx.onboarding.deleteMany({ where: { storeId } });
    return createOnboarding(tx, storeOnboarding, storeId);
  });
  const fresh = (): ModelPart => ({
    ...{ attempts: 0, fence: 0, done: 0 },
    state: "pending",
    isSilent: false,
    isDue: false,
  });
  return {
    onboardingId,
    onFailure,
    held: [],
    model: { parts: { orders: fresh(), products: fresh() }, run: null, ended: [] },
  };
}

const all = ({ parts: known }: Model) => Object.values(known);
function endRun(model: Model, status: string): void {
  model.run = null;
  model.ended.push(status);
}

/** What each act must do, said a second time and without a database; answers what the real one must answer. */
const expected = {
  start: (model: Model, { redo }: { redo: "all" | "unfinished" }): boolean => {
    if (model.run) return false;
    for (const one of all(model)) {
      one.fence++;
      if (redo === "unfinished" && one.state === "done") continue;
      Object.assign(one, { state: "pending", attempts: 0, ...(redo === "all" ? { done: 0 } : {}) });
    }
    return true;
  },
  claim: (model: Model, { part: id }: { part: PartId }): boolean => {
    const one = model.parts[id];
    const isFree =
      one.state === "pending" || (one.state === "retrying" && one.isDue) || (one.state === "running" && one.isSilent);
    if (!model.run || !isFree) return false;
    Object.assign(one, { state: "running", attempts: one.attempts + 1, fence: one.fence + 1, isSilent: false });
    return true;
  },
  holds: (model: Model, { part: id, claim }: Held): boolean =>
    model.parts[id].state === "running" && model.parts[id].fence === claim.fence,
  end: (one: ModelPart, how: keyof typeof endings): void => {
    one.state = how === "come" ? "retrying" : endings[how].state;
    one.isDue = how === "come";
    if (how === "pending") one.attempts--;
  },
  settle: (model: Model, onFailure: OnFailure): boolean => {
    if (!model.run) return true;
    const open = all(model).filter(one => one.state !== "done" && one.state !== "skipped");
    // Where they stop, only the first that has not ended well counts.
    if (!(onFailure === "stop" ? open.slice(0, 1) : open).every(isAtRest)) return false;
    if (all(model).some(one => one.state === "waiting")) model.run.status = "waiting";
    else endRun(model, runOutcome(all(model), onFailure));
    return true;
  },
  cancel: (model: Model): boolean => {
    if (!model.run) return false;
    for (const one of all(model)) {
      one.fence++;
      if (!["done", "failed", "skipped"].includes(one.state)) one.state = "pending";
    }
    endRun(model, "cancelled");
    return true;
  },
  resume: (model: Model): boolean => {
    const waiting = all(model).filter(one => one.state === "waiting");
    if (!model.run || waiting.length === 0) return false;
    for (const one of waiting) Object.assign(one, { state: "pending", attempts: 0 });
    model.run.status = "running";
    return true;
  },
  giveUp: (model: Model, onFailure: OnFailure): boolean => {
    if (model.run?.status !== "waiting") return false;
    for (const one of all(model).filter(({ state }) => state === "waiting")) one.state = "failed";
    endRun(model, runOutcome(all(model), onFailure));
    return true;
  },
};

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const wasFenced = (work: Promise<void>) =>
  work.then(
    () => false,
    thrown => thrown instanceof Fenced || Promise.reject(thrown),
  );

async function claim({ onboardingId, model, held }: World, id: PartId): Promise<boolean> {
  const runId = model.run?.id ?? 0;
  const made = await claimStep("system", { onboardingId, runId, step: id, holdsJob: true });
  if (made) held.push({ part: id, runId, claim: made });
  return made !== null;
}

async function start({ onboardingId, model }: World, redo: "all" | "unfinished"): Promise<boolean> {
  const started = await system(tx => startRun(tx, { onboardingId, trigger: "test", redo }));
  if (model.run) expect(started.runId, "the run that is there").toBe(model.run.id);
  else model.run = { id: started.runId, status: "pending" };
  return started.createdNew;
}

async function withClaim({ model, held }: World, one: Extract<Act, { which: number }>): Promise<void> {
  const holding = held[one.which % Math.max(1, held.length)];
  if (!holding) return;
  const mine = model.parts[holding.part];
  const mayWrite = expected.holds(model, holding);
  if (one.do === "page") {
    expect(await wasFenced(commitPage("system", holding.claim, { done: one.done })), "only its holder writes").toBe(
      !mayWrite,
    );
    if (mayWrite) Object.assign(mine, { done: Math.max(mine.done, one.done), isSilent: false });
    return;
  }
  expect(await wasFenced(endStep("system", holding.claim, endings[one.how])), "only its holder ends it").toBe(
    !mayWrite,
  );
  if (mayWrite) expected.end(mine, one.how);
}

async function happen(world: World, one: Act): Promise<void> {
  const { onboardingId, model, onFailure } = world;
  if ("which" in one) return withClaim(world, one);
  if (one.do === "start") {
    const isNew = expected.start(model, one);
    expect(await start(world, one.redo)).toBe(isNew);
  } else if (one.do === "claim") expect(await claim(world, one.part)).toBe(expected.claim(model, one));
  else if (one.do === "settle") {
    const at = { runId: model.run?.id ?? 0, onboardingId, known: parts, onFailure };
    expect(await system(tx => settleRun(tx, at))).toBe(expected.settle(model, onFailure));
  } else if (one.do === "cancel")
    expect((await system(tx => cancelRun(tx, onboardingId))) !== null).toBe(expected.cancel(model));
  else if (one.do === "resume")
    expect(await system(tx => resumeRun(tx, onboardingId, "key"))).toBe(expected.resume(model));
  else if (one.do === "give_up")
    expect((await system(tx => giveUpWaiting(tx, onboardingId, onFailure))) !== null).toBe(
      expected.giveUp(model, onFailure),
    );
  else {
    await system(
      tx => tx.$executeRaw`
      UPDATE onboarding_step SET heartbeat_at = heartbeat_at - interval '6 s',
        next_attempt_at = CASE WHEN ${one.do === "come_due"} THEN now() ELSE next_attempt_at END WHERE onboarding_id = ${onboardingId}`,
    );
    for (const mine of all(model)) Object.assign(mine, { isSilent: true, isDue: mine.isDue || one.do === "come_due" });
  }
}

/** The tables say what the model says. */
async function expectAlike({ onboardingId, model }: World, after: string): Promise<void> {
  const [steps, runs] = await system(async tx => [
    await tx.onboardingStep.findMany({ where: { onboardingId, parent: { not: null } }, orderBy: { position: "asc" } }),
    await tx.onboardingRun.findMany({ where: { onboardingId }, orderBy: { number: "asc" } }),
  ]);
  const told = steps.map(({ state, attempts, fence, done }) => ({ state, attempts, fence, done }));
  expect(told, after).toEqual(all(model).map(({ state, attempts, fence, done }) => ({ state, attempts, fence, done })));
  expect(
    runs.filter(run => run.endedAt).map(run => run.status),
    after,
  ).toEqual(model.ended);
  expect(
    runs.filter(run => !run.endedAt).map(({ id, status }) => ({ id, status })),
    after,
  ).toEqual(model.run ? [model.run] : []);
}

test(
  "G7: whatever workers, owners and admins do in whatever order, runs and parts stand as the model says, and stale workers write nothing",
  async () => {
    const acts = fc.array(act, { minLength: 5, maxLength: isFull ? 120 : 40, size: "max" });
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom("continue" as const, "stop" as const), async (order, onFailure) => {
        const world = await newWorld(onFailure);
        for (const [at, one] of order.entries()) {
          await happen(world, one);
          if (isFull || at % 4 === 3 || at === order.length - 1)
            await expectAlike(world, JSON.stringify(order.slice(0, at + 1)));
        }
      }),
      { numRuns: isFull ? 300 : 20, ...(isFull ? {} : { seed: 20_261_120 }) },
    );
  },
  isFull ? 1_800_000 : 30_000,
);
