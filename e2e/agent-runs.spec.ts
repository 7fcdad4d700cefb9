import type { APIResponse } from "@playwright/test";
import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import { listen, type SandboxState, sandboxState } from "@/lib/platform/sandbox/server";
import { OwnProduct } from "@/lib/platform/testing/own-product";
import { expect, test } from "./fixtures";
import { connectAgent, signUpAgent } from "./own-agent";
import { OwnPeople } from "./own-people";
import { dataOf, type Person, post } from "./people";

// One product for all, whose jobs run when a test says so, and a reZEN of its own.
test.describe.configure({ mode: "default" });

const sync = "/api/v1/agents/onboarding";
const steps = [
  "agent_data",
  "team_roster",
  "listings",
  "transactions",
  "sponsor_tree",
  "contributions",
  "cap_data",
  "equity",
  "revshare",
];
let rezen: SandboxState;
let closeRezen: () => Promise<void>;
let product: OwnProduct;
let people: OwnPeople;
let secret: string;

test.beforeAll("a product and a reZEN of our own", async ({ playwright, sandboxUrl, cronSecret }) => {
  rezen = sandboxState(20);
  const served = await listen(rezen, [rezenSandbox({ transactions: 60 }, new Date())], { host: "127.0.0.1", port: 0 });
  closeRezen = served.close;
  secret = cronSecret;
  product = await OwnProduct.start({
    ...{
      REZEN_API_URL: `${served.url}/rezen`,
      OUTBOUND_PRIVATE_ORIGINS: `${sandboxUrl},${served.url}`,
      RATE_LIMIT_SCALE: "1",
    },
  });
  people = new OwnPeople(product, playwright.request, { sandboxUrl, cronSecret });
});
test.afterAll(async () => {
  await people?.leave();
  await product?.end();
  await closeRezen?.();
});

const poll = async (authorization = `Bearer ${secret}`) => {
  const answer = await fetch(`${product.address}/api/cron/poll`, { headers: { Authorization: authorization } });
  return answer.status;
};
const look = async ({ request }: Pick<Person, "request">) => dataOf(await request.get(`${sync}/status`));
const codeOf = async (answer: APIResponse) => `${answer.status()} ${(await answer.json()).error?.code}`;
const call = async ({ request }: Pick<Person, "request">, address: string, data: object = {}) =>
  codeOf(await request.post(address, { data }));
const newAgent = async () => {
  const agent = await signUpAgent(await people.caller());
  await connectAgent(agent);
  const { id } = await dataOf(await agent.request.get("/api/v1/auth/me"));
  return { ...agent, id: id as number };
};

test("bar 62, bar 71, 000: a sync starts once, the poll of a host without a worker runs it, and its progress only grows", async () => {
  const agent = await newAgent();
  expect(await look(agent)).toBeNull();
  const quote = await post(agent.request, `${sync}/quote`, {});
  expect(quote).toMatchObject({ listings: 60, transactions: 60, api_calls: expect.any(Number), queued_ahead: 0 });
  const started = await Promise.all(Array.from({ length: 20 }, () => post(agent.request, sync, {}, 202)));
  const { job_id } = started[0];
  expect(started.filter(({ created_new }) => created_new)).toHaveLength(1);
  expect(started.every(one => one.job_id === job_id)).toBe(true);
  expect(await look(agent)).toMatchObject({
    id: job_id,
    status: "Pending",
    state: "pending",
    started: null,
    agent_data: false,
  });
  expect(await poll("Bearer wrong")).toBe(401);
  expect(await look(agent)).toMatchObject({ status: "Pending" });

  const seen: { percent: number | null; done: number }[] = [];
  let isOver = false;
  const watch = (async () => {
    while (!isOver) {
      const { percent, steps: parts } = await look(agent);
      seen.push({ percent, done: parts.reduce((sum: number, part: { done: number }) => sum + part.done, 0) });
    }
  })();
  const [ran] = await Promise.all([poll(), poll()]).finally(() => {
    isOver = true;
  });
  await watch;
  expect(ran).toBe(200);
  expect(seen.length).toBeGreaterThan(3);
  for (const [at, { percent, done }] of seen.entries()) {
    expect(percent ?? 0).toBeLessThanOrEqual(100);
    expect(percent ?? 0).toBeGreaterThanOrEqual(seen[at - 1]?.percent ?? 0);
    expect(done).toBeGreaterThanOrEqual(seen[at - 1]?.done ?? 0);
  }
  const status = await look(agent);
  expect(status).toMatchObject({
    id: job_id,
    user_id: agent.id,
    status: "Complete",
    state: "complete",
    percent: 100,
    pending_revshare_payments: true,
  });
  expect(status.steps.map((part: { id: string }) => part.id)).toEqual(steps);

  const again = await agent.request.post(sync, { data: {} });
  expect([again.status(), await dataOf(again)]).toEqual([200, { job_id, created_new: false }]);
  expect(await call(agent, `${sync}/retry`)).toBe("409 illegal_transition");
  expect(await call(agent, `${sync}/cancel`)).toBe("409 illegal_transition");
  const keyed = () => agent.request.post(sync, { data: { restart: true }, headers: { "Idempotency-Key": "again-1" } });
  const [first, second] = [await keyed(), await keyed()];
  expect([first.status(), second.headers()["idempotent-replayed"]]).toEqual([202, "true"]);
  expect(await dataOf(second)).toEqual(await dataOf(first));
  const { onboarding_id } = await look(agent);
  const told = await post(agent.request, `/api/v1/onboardings/${onboarding_id}/notify-me`, { channel: "sms" });
  expect(told).toEqual({ channel: "sms", to: `•••• ${agent.phoneNumber.slice(-4)}` });
  await post(agent.request, `${sync}/cancel`, {});
  expect(await look(agent)).toMatchObject({ status: "Error", state: "cancelled" });
  expect(await call(agent, `/api/v1/onboardings/${onboarding_id}/notify-me`, { channel: "sms" })).toBe(
    "409 illegal_transition",
  );
});

test("000: an admin's run answers with the FP result, whole and partial, and acts on any agent's onboarding", async () => {
  const [agent, admin, operator] = [await newAgent(), await people.staff("admin"), await people.staff("operator")];
  rezen.faults.add({ upstream: "rezen", operation: "equity", fault: "403", after: 0 });
  const partial = await admin.request.post(`${sync}/run`, { data: { user_id: agent.id } });
  expect(partial.status()).toBe(200);
  const result = await partial.json();
  expect(result).toMatchObject({
    success: false,
    message: "Onboarding completed with 1 error(s)",
    data: {
      user_id: agent.id,
      steps_completed: steps.filter(one => one !== "equity"),
      failed_steps: ["equity"],
      error_count: 1,
    },
    error: "Onboarding completed with 1 error(s)",
    meta: {
      function_name: "Workers/reZEN - Onboarding Orchestrator",
      errors: [{ step: "equity", error: expect.any(String) }],
    },
  });
  expect(Object.keys(result).sort()).toEqual(["data", "error", "message", "meta", "success"]);
  expect(Object.keys(result.data.worker_results)).toEqual(steps);
  expect(result.data.worker_results.listings).toEqual({
    ...{ fetched: 60, created: 60, updated: 0, unchanged: 0 },
    ...{ duration_ms: expect.any(Number), warnings: expect.any(Array) },
  });
  expect(result.meta.request_id).toBe(partial.headers()["x-request-id"]);

  const items = (await dataOf(await agent.request.get("/api/v1/notifications"))).items;
  expect(items[0]).toMatchObject({
    ...{ code: "ONBOARDING_COMPLETE", type: "INFO", user_id: agent.id, read_at: null },
    message: "We've synced all your data from ReZEN except: Equity. We will try again.",
  });
  const read = () => post(agent.request, `/api/v1/notifications/${items[0].id}/read`, {});
  const readAt = (await read()).read_at;
  expect(readAt).toEqual(expect.any(String));
  expect((await read()).read_at).toBe(readAt);
  expect(await call(admin, `/api/v1/notifications/${items[0].id}/read`)).toBe("404 not_found");

  rezen.faults.clear();
  const { onboarding_id } = await dataOf(
    await operator.request.get(`${sync}/status`, { params: { user_id: agent.id } }),
  );
  const desk = `/api/v1/admin/onboardings/${onboarding_id}`;
  expect(await call(admin, `${desk}/retry`, { from: "equity" })).toBe("400 invalid_request");
  expect(await call(admin, `${desk}/resume`), "nothing is paused").toBe("409 illegal_transition");
  expect((await post(admin.request, `${sync}/pause`, { user_id: agent.id })).paused_at).toEqual(expect.any(String));
  expect(await post(admin.request, `${desk}/resume`, { reason: "They asked by phone" })).toEqual({
    paused_at: null,
    job_id: null,
  });
  const { created_new } = await post(admin.request, `${desk}/retry`, { reason: "They asked by phone" }, 202);
  expect(created_new).toBe(true);
  await post(admin.request, `${desk}/cancel`, {});
  const whole = await (await admin.request.post(`${sync}/run`, { data: { user_id: agent.id } })).json();
  expect(whole).toMatchObject({
    success: true,
    error: null,
    data: { steps_completed: steps, failed_steps: [], error_count: 0 },
  });
});

test("bar 24, 000: nobody acts on another's sync, what is said wrongly is refused, and starts have an end", async () => {
  const [agent, stranger] = [await newAgent(), await newAgent()];
  const operator = await people.staff("operator");
  const acts = ["", "/retry", "/cancel", "/quote", "/pause", "/resume"].map(act => `${sync}${act}`);
  const nobody = { request: await people.caller() };
  for (const act of acts) {
    expect(await call(stranger, act, { user_id: agent.id }), act).toBe("404 not_found");
    expect(await call(stranger, act, { user_id: 999_999_999 }), act).toBe("404 not_found");
    expect(await call(operator, act, { user_id: agent.id }), act).toBe("403 forbidden");
    expect(await call(nobody, act), act).toBe("401 unauthenticated");
    expect(await call(agent, act, { user_id: "60" }), act).toBe("400 invalid_request");
    expect(await call(agent, act, { state: "complete" }), act).toBe("400 invalid_request");
  }
  const foreign = await stranger.request.get(`${sync}/status`, { params: { user_id: agent.id } });
  expect(await codeOf(foreign)).toBe("404 not_found");
  expect(await call(agent, `${sync}/run`, { user_id: agent.id })).toBe("403 forbidden");
  expect(await call(agent, `${sync}/retry`, { steps: ["everything"] })).toBe("422 invalid_input");
  expect(await call(agent, `${sync}/retry`)).toBe("409 illegal_transition");
  expect(await look(agent), "nothing has begun").toBeNull();
  const answers = await Promise.all(Array.from({ length: 60 }, () => agent.request.post(sync, { data: {} })));
  const refused = answers.filter(answer => answer.status() === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers()["retry-after"])).toBeGreaterThan(0);
  await product.database.query("SET ROLE gangway_system");
  const { rows } = await product.database.query(
    `SELECT count(*)::int AS runs FROM onboarding_run r JOIN onboarding o ON o.id = r.onboarding_id WHERE o.agent_user_id = $1`,
    [agent.id],
  );
  expect(rows).toEqual([{ runs: 1 }]);
});
