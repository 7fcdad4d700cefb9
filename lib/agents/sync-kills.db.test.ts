import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { transaction } from "@/lib/platform/db";
import { type AgentRun, newAgentRun, partsBy, rowsOf, workToEnd } from "@/lib/platform/testing/agent-run";
import { isFull } from "@/lib/platform/testing/full-form";
import { openTestRezen } from "@/lib/platform/testing/test-rezen";
import { fillRezen } from "@/lib/platform/testing/wire-rezen";
import { WorkerProcess } from "@/lib/platform/testing/worker-process";

const rezen = await openTestRezen();
vi.stubEnv("SMTP_URL", "smtp://127.0.0.1:9");
vi.stubEnv("TWILIO_API_URL", rezen.url);
const takeOverMs = 20_000;

// One sync is caught in each: more than one worker takes, and no more than reZEN's budget has places, of which caps need four.
const rounds = [["team_roster", "transactions", "sponsor_tree", "contributions", "equity"]];
if (isFull) rounds.push(["agent_data", "listings", "transactions", "cap_data", "revshare"]);
const workers: Record<string, WorkerProcess> = {};
const employ = (...names: string[]) =>
  Promise.all(names.map(async name => Object.assign(workers, { [name]: await WorkerProcess.start() })));
afterAll(async () => void (await Promise.all(Object.values(workers).map(worker => worker.kill()))));

let sound: Record<string, string[]>;
beforeAll(async () => {
  fillRezen(rezen);
  const undisturbed = await newAgentRun();
  await workToEnd(undisturbed);
  sound = await rowsOf(undisturbed);
});

/** Nobody answers a caught sync beyond the first page of its data set until it is let go. */
function catchEach(caughtIn: readonly string[]): { letGo: () => void; caught: Set<string> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const caught = new Set<string>();
  const seen = new Set<string>();
  rezen.beforeAnswer = async ({ key, set, path, page, tier }) => {
    const isIt = set === caughtIn[Number(key.replace("key-", ""))];
    const question = `${key} ${path} ${page} ${tier}`;
    const hasMore = ["team_roster", "listings", "transactions", "contributions", "cap_data", "revshare"].includes(set);
    const isFirst = hasMore && ![...seen].some(one => one.startsWith(`${key} `));
    if (isIt) seen.add(question);
    if (!isIt || isFirst) return undefined;
    caught.add(key);
    return promise;
  };
  return { letGo: () => resolve(undefined), caught };
}

const stateOf = async (all: readonly AgentRun[]) => {
  const ids = all.map(({ onboardingId }) => onboardingId);
  return transaction(
    "system",
    tx => tx.$queryRaw<Record<string, unknown>[]>`
      SELECT to_jsonb(s) AS step FROM onboarding_step s WHERE onboarding_id = ANY(${ids}::int[])
      UNION ALL SELECT to_jsonb(r) FROM onboarding_run r WHERE onboarding_id = ANY(${ids}::int[])
      UNION ALL SELECT to_jsonb(n) FROM notice n JOIN onboarding o ON o.agent_user_id = n.user_id WHERE o.id = ANY(${ids}::int[])
      UNION ALL SELECT jsonb_build_object('messages', count(*)) FROM outbox_message ORDER BY 1`,
  );
};
const hasEnded = async ({ runId }: AgentRun) =>
  (await transaction("system", tx => tx.onboardingRun.findUniqueOrThrow({ where: { id: runId } }))).endedAt !== null;

test.each(rounds.map(caughtIn => ({ caughtIn, names: caughtIn.join(", ") })))(
  "bars 60, 61: syncs killed and frozen in the middle of $names are taken over within 20 s and end as an undisturbed one; a woken worker changes nothing",
  async ({ caughtIn }) => {
    await employ("anna", "ben");
    rezen.keys = new Set(caughtIn.map((_, at) => `key-${at}`));
    const { letGo, caught } = catchEach(caughtIn);
    const all: AgentRun[] = [];
    for (const [at] of caughtIn.entries()) all.push(await newAgentRun({ apiKey: `key-${at}` }));
    await vi.waitUntil(() => caught.size === caughtIn.length, { timeout: 90_000, interval: 20 });
    workers.anna?.freeze();
    await workers.ben?.kill();
    await employ("carol", "dora");
    const ready = performance.now();
    letGo();
    const tookMs = await Promise.all(
      all.map(async (one, at) => {
        const isTaken = async () => ((await partsBy(one))[caughtIn[at] ?? ""]?.attempts ?? 0) > 1;
        await vi.waitUntil(isTaken, { timeout: takeOverMs + 5000, interval: 100 });
        return performance.now() - ready;
      }),
    );
    process.stdout.write(`bars 60, 61: taken over after ${tookMs.map(ms => (ms / 1000).toFixed(1)).join(", ")} s\n`);
    expect(Math.max(...tookMs)).toBeLessThan(takeOverMs);
    for (const one of all) await vi.waitUntil(() => hasEnded(one), { timeout: 90_000, interval: 100 });
    for (const [at, one] of all.entries()) {
      expect(await rowsOf(one), caughtIn[at]).toEqual(sound);
      for (const [id, { state, errorCode }] of Object.entries(await partsBy(one)))
        expect({ id, state, errorCode }).toEqual({ id, state: "done", errorCode: null });
    }
    const before = await stateOf(all);
    workers.anna?.wake();
    await vi.waitUntil(() => (workers.anna?.timesFenced ?? 0) > 0, { timeout: 90_000, interval: 50 });
    expect(await stateOf(all), "what the woken one has written").toEqual(before);
    await Promise.all(Object.values(workers).map(worker => worker.kill()));
  },
  300_000,
);
