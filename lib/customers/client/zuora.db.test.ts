import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { transaction } from "@/lib/platform/db";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import type { Fault } from "@/lib/platform/sandbox/faults";
import { listen, sandboxState } from "@/lib/platform/sandbox/server";
import { passwordOf } from "../sandbox/tasks";
import { clientSecret, tenants } from "../sandbox/tenants";
import { zuoraSandbox } from "../sandbox/zuora";
import { readExport } from "./export";
import { validateCredentials } from "./validate";
import { workflowPages } from "./workflows";
import type { ZuoraAccess } from "./zuora-access";
import { askZuora } from "./zuora-call";
import type { BaseUrl } from "./zuora-hosts";

const workflows = 103;
const newZuora = () => zuoraSandbox({ workflows, tasks: 9 });
let [state, upstream, zuora] = [sandboxState(0), newZuora(), { url: "", close: async () => {} }];
// One of its own for each test: at an address that nobody has a token for.
beforeEach(async () => {
  state = sandboxState(0);
  upstream = newZuora();
  zuora = await listen(state, [upstream], { host: "127.0.0.1", port: 0 });
});
afterEach(() => zuora.close());

const fail = (operation: string, fault: Fault, { times, after = 0 }: { times?: number; after?: number } = {}) =>
  state.faults.add({ upstream: "zuora", operation, fault, times, after });
const count = (operation: string) => state.calls.list("zuora", operation).length;

const accessTo = (number: number, changed: Partial<ZuoraAccess> = {}): ZuoraAccess => ({
  ...{ baseUrl: `${zuora.url}/zuora` as BaseUrl, clientSecret, privateOrigins: [zuora.url] },
  clientId: tenants.find(tenant => tenant.number === number)?.clientId ?? "",
  retry: { retries: 1, baseMs: 1, maxWaitMs: 50 },
  ...changed,
});

async function walk(access: ZuoraAccess): Promise<{ ids: (string | null)[]; unreadable: (string | null)[] }> {
  const found: Awaited<ReturnType<typeof walk>> = { ids: [], unreadable: [] };
  for await (const { items, unreadable } of workflowPages(access, { length: 50 })) {
    found.ids.push(...items.map(({ id }) => id));
    found.unreadable.push(...unreadable.map(({ id }) => id));
  }
  return found;
}

/** How a call failed. */
const failureOf = (call: Promise<unknown>): Promise<OutboundError> =>
  call.then(
    () => expect.fail("it did not fail"),
    (thrown: unknown) => (thrown instanceof OutboundError ? thrown : Promise.reject(thrown)),
  );

/** A Zuora that gives one token only, and answers each other call as it is told to. */
async function openOwn(answer: (response: ServerResponse, at: number) => void) {
  const calls: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    calls.push(url);
    const at = calls.filter(one => one === "/workflows").length;
    if (url === "/oauth/token") response.end(JSON.stringify({ access_token: "the-same", expires_in: 3_600 }));
    else answer(response, at);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const access = accessTo(10_001, { baseUrl: origin as BaseUrl, privateOrigins: [origin] });
  const countOf = (path: string) => calls.filter(one => one === path).length;
  return { list: () => askZuora(access, { path: "/workflows" }), countOf };
}

describe("a list of workflows", () => {
  test("comes whole, fifty at a time; of a next page on a foreign host only the number is taken", async () => {
    for (const number of [10_001, 10_007]) {
      const { ids, unreadable } = await walk(accessTo(number));
      expect([new Set(ids).size, unreadable]).toEqual([workflows, []]);
    }
    expect(count("workflows")).toBe(6);
  });

  test("bar 92: one that repeats itself ends, entries that come twice do not end it, and an empty one is empty", async () => {
    fail("workflows", "endless");
    expect(await failureOf(walk(accessTo(10_001)))).toMatchObject({ kind: "unexpected" });
    state.faults.clear();
    fail("workflows", "duplicates");
    expect(new Set((await walk(accessTo(10_001))).ids).size).toBe(workflows);
    state.faults.clear();
    fail("workflows", "empty", { times: 1 });
    expect(await walk(accessTo(10_001))).toEqual({ ids: [], unreadable: [] });
  });

  test("bar 95: what only describes a workflow is cut or left out, and never costs it", async () => {
    upstream.changes?.set("101", { description: "x".repeat(3_000), interval: 7, timezone: ["UTC"], createdAt: "soon" });
    for await (const { items, unreadable } of workflowPages(accessTo(10_001), { length: 50 })) {
      expect(unreadable).toEqual([]);
      const told = items.find(({ id }) => id === "101");
      if (told)
        expect([told.description?.length, told.interval, told.timezone, told.createdAt]).toEqual([
          2_000,
          null,
          null,
          null,
        ]);
    }
  });

  test("bar 95: what has drifted is an entry that cannot be read, with its id where it has one, and the others are", async () => {
    fail("workflows", "drift", { times: 1 });
    const { ids, unreadable } = await walk(accessTo(10_001));
    expect([ids.length, unreadable.length]).toEqual([workflows - 15, 15]);
    expect(unreadable.filter(id => id === null)).toHaveLength(10);
    for (const [fault, kind] of [
      ["html", "unexpected"],
      ["malformed", "unexpected"],
      ["500", "unreachable"],
      ["403", "permission"],
    ] as const) {
      state.faults.clear();
      fail("workflows", fault);
      expect(await failureOf(walk(accessTo(10_001)))).toMatchObject({ kind });
    }
  });
});

describe("tokens", () => {
  test("bar 90: many who need one at once get the same; one that ends in mid-paging is replaced once, and the page asked for again", async () => {
    const access = accessTo(10_001);
    await Promise.all(Array.from({ length: 8 }, () => askZuora(access, { path: "/workflows/101" })));
    expect([count("token"), count("workflow")]).toEqual([1, 8]);
    fail("workflows", "401", { after: 1, times: 1 });
    expect((await walk(access)).ids).toHaveLength(workflows);
    expect([count("token"), count("workflows")]).toEqual([2, 4]);
    state.faults.clear();
    fail("workflows", "401");
    expect(await failureOf(walk(access))).toMatchObject({ kind: "auth", status: 401 });
    expect([count("token"), count("workflows")], "asked once more, and not for ever").toEqual([3, 6]);
  });

  test("a refused token that Zuora gives again is `auth`, and one that is refused under 200 is replaced too", async () => {
    const same = await openOwn(response => void response.writeHead(401).end());
    const failures = await Promise.all([1, 2].map(() => failureOf(same.list())));
    for (const failure of failures) expect(failure).toMatchObject({ kind: "auth", status: 401 });
    expect(same.countOf("/oauth/token")).toBeLessThanOrEqual(3);
    const refused = { success: false, reasons: [{ code: "58560011", message: "Invalid session" }] };
    const polite = await openOwn(
      (response, at) => void response.end(JSON.stringify(at === 1 ? refused : { data: [] })),
    );
    expect((await polite.list()).body).toEqual({ data: [] });
    expect([polite.countOf("/oauth/token"), polite.countOf("/workflows")]).toEqual([2, 2]);
  });

  test("a client with another secret or id meets nobody's token; each refusal is a wrong credential", async () => {
    await walk(accessTo(10_001));
    for (const changed of [{ clientSecret: "another" }, { clientId: "44444444-4444-4444-8444-444444444444" }])
      expect(await failureOf(walk(accessTo(10_001, changed)))).toMatchObject({ kind: "auth" });
    fail("token", "503");
    expect(await failureOf(walk(accessTo(10_002)))).toMatchObject({ kind: "unreachable", status: 503 });
    state.faults.clear();
    expect((await walk(accessTo(10_002))).ids, "a failure is not kept").toHaveLength(workflows);
  });
});

describe("refusals", () => {
  test("bar 91: what is refused under 200 is refused, and one that passes by itself is tried again", async () => {
    expect(await failureOf(walk(accessTo(10_008)))).toMatchObject({ kind: "unreachable", retryable: true });
    expect(count("workflows")).toBe(2);
  });

  test("who has used up a window waits until it begins anew, by Zuora's own header", async () => {
    const { kind, retryAfterSeconds } = await failureOf(walk(accessTo(10_006)));
    expect(kind).toBe("rate_limit");
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(86_400);
  });

  test("what is told of that wait is a day at most, and `Retry-After` counts where the header of the windows is silent", async () => {
    const spent = { "ratelimit-limit": "10, 10;w=60", "ratelimit-remaining": "0" };
    const said: [Record<string, string>, number][] = [
      [{ ...spent, "ratelimit-reset": "1763753000" }, 86_400],
      [{ ...spent, "retry-after": "99" }, 99],
      [{ ...spent, "ratelimit-reset": "98", "retry-after": "99" }, 98],
      [spent, 60],
      [{ "retry-after": "123456" }, 86_400],
    ];
    for (const [headers, seconds] of said) {
      const { list } = await openOwn(response => void response.writeHead(429, headers).end());
      expect(await failureOf(list())).toMatchObject({ kind: "rate_limit", retryAfterSeconds: seconds });
    }
  });
});

describe("an export", () => {
  test("tells tasks and how they hang together; passwords of callouts are in the whole alone", async () => {
    const { tasks, linkages, unreadable, whole } = await readExport(accessTo(10_001), "104");
    expect([tasks.length, linkages.length, unreadable]).toEqual([9, 9, 0]);
    expect(linkages[0]).toEqual({ from: null, to: tasks[0]?.id, type: "Start" });
    expect(tasks[5]).toMatchObject({ actionType: expect.any(String), place: { left: 300, top: 180 } });
    const callout = tasks.find(({ actionType }) => actionType === "Callout") ?? expect.fail("there is no callout");
    expect(whole).toContain(passwordOf(Number(callout.id)));
    expect(JSON.stringify([tasks, linkages])).not.toContain("callout-password");
  });

  test("bar 95: a task that cannot be read is counted, and a link to what cannot be read is no beginning and no end", async () => {
    fail("export", "drift", { times: 1 });
    const { tasks, linkages, unreadable } = await readExport(accessTo(10_001), "101");
    const [known, beginnings] = [new Set(tasks.map(({ id }) => id)), linkages.filter(({ from }) => from === null)];
    expect([tasks.length, beginnings.length]).toEqual([8, 1]);
    for (const { from, to } of linkages)
      expect([from === null || known.has(from), known.has(to ?? "")]).toEqual([true, true]);
    expect(unreadable).toBe(1 + 9 - linkages.length);
    expect(linkages.length).toBeLessThan(8);
  });

  test("bar 95: one without its three parts is refused whole", async () => {
    fail("export", "empty", { times: 1 });
    expect(await failureOf(readExport(accessTo(10_001), "101"))).toMatchObject({ kind: "unexpected" });
    expect(await failureOf(readExport(accessTo(10_001), "102"))).toMatchObject({ kind: "wrong_address", status: 404 });
  });
});

describe("a test of credentials", () => {
  const validate = (number: number, needsExport = true, changed: Partial<ZuoraAccess> = {}) =>
    validateCredentials(accessTo(number, changed), { needsExport });

  test("names what a client may do, whose tenant it is, and what is left of its calls; it asks for a token anew each time", async () => {
    const proven = await validate(10_002);
    if (!proven.ok) return expect.fail(proven.class);
    const { auth, permissions, rateLimit } = proven.validation;
    expect(auth).toMatchObject({ tokenExpiresInSeconds: 3_599, tenantId: "10002" });
    expect(permissions.map(({ name, isGranted }) => [name, isGranted])).toEqual([
      ["Workflow View Access", true],
      ["Workflow export", true],
    ]);
    expect(rateLimit.judgement).toBe("ok");
    expect(rateLimit.told?.windows).toEqual([
      { limit: 2_500, seconds: 60 },
      { limit: 5_000, seconds: 3_600 },
      { limit: 10_000, seconds: 86_400 },
    ]);
    const before = count("token");
    await validate(10_002);
    expect(count("token")).toBe(before + 1);
  });

  test("contract 8: a missing right is named, little left is a warning, nothing left is a wait, a wrong secret is `auth`", async () => {
    expect(await validate(10_003)).toEqual({ ok: false, class: "permission", missing: "Workflow View Access" });
    expect(await validate(10_004)).toEqual({ ok: false, class: "permission", missing: "Workflow export" });
    const withoutExport = await validate(10_004, false);
    expect(withoutExport.ok && withoutExport.validation.permissions[1]?.isGranted).toBe(false);
    const short = await validate(10_005);
    expect(short.ok && short.validation.rateLimit.judgement).toBe("short");
    expect(await validate(10_006)).toMatchObject({ class: "rate_limit", retryAfterSeconds: expect.any(Number) });
    expect(await validate(10_001, true, { clientSecret: "wrong" })).toEqual({ ok: false, class: "auth" });
    fail("token", "reset");
    expect(await validate(10_001)).toEqual({ ok: false, class: "unreachable" });
  });

  test("a bad export of the first workflow is a right that was not tried; where none is needed nothing of it refuses", async () => {
    for (const fault of ["404", "500", "malformed", "huge"] as const) {
      state.faults.clear();
      fail("export", fault);
      const proven = await validate(10_001);
      expect(proven.ok && proven.validation.permissions.map(({ name }) => name)).toEqual(["Workflow View Access"]);
    }
    for (const [fault, kind] of [
      ["401", "auth"],
      ["429", "rate_limit"],
    ] as const) {
      state.faults.clear();
      fail("export", fault);
      expect(await validate(10_001)).toMatchObject({ ok: false, class: kind });
      expect(await validate(10_001, false)).toMatchObject({ ok: true });
    }
  });

  test("who was not asked has refused nothing: who is told to stop gets no answer", async () => {
    await expect(
      validateCredentials(accessTo(10_001), { needsExport: true }, AbortSignal.abort()),
    ).rejects.toMatchObject({ reason: "cancelled" });
    expect(count("token")).toBe(0);
  });

  test("nor does an open circuit", async () => {
    const circuit = `zuora:data centre:${new URL(zuora.url).host}`;
    await transaction(
      "system",
      tx => tx.$executeRaw`
        INSERT INTO upstream_breaker (name, failures, opened_at, probe_after, updated_at)
        VALUES (${circuit}, 8, now(), now() + interval '20 seconds', now())
        ON CONFLICT (name) DO UPDATE SET opened_at = now(), probe_after = excluded.probe_after`,
    );
    await expect(validate(10_001)).rejects.toMatchObject({ reason: "breaker_open" });
    expect(count("token")).toBe(0);
  });
});
