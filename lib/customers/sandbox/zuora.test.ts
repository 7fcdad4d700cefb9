import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "@/lib/sandbox";
import { clientSecret, tenants } from "./tenants";
import { workflowId } from "./workflows";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, latencyMs: 0, zuora: { workflows: 103, tasks: 9, tokenSeconds: 1 } });
});
afterAll(() => sandbox.close());
afterEach(async () => {
  for (const what of ["_faults", "_changes"]) await fetch(`${sandbox.url}/${what}`, { method: "DELETE" });
});
const put = (what: string, body: object) =>
  fetch(`${sandbox.url}/${what}`, { method: "PUT", body: JSON.stringify({ upstream: "zuora", ...body }) });

const clientOf = (number: number) => tenants.find(tenant => tenant.number === number)?.clientId ?? "";
const form = (number: number, changed: Record<string, string> = {}) =>
  new URLSearchParams({
    ...{ grant_type: "client_credentials", client_id: clientOf(number), client_secret: clientSecret },
    ...changed,
  });
const askToken = async (body: URLSearchParams | string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${sandbox.url}/zuora/oauth/token`, { method: "POST", body, headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
};
const tokenOf = async (number: number) => String((await askToken(form(number))).body.access_token);

type Linkage = { source_task_id: number; target_task_id: number };
/** What is read of any answer. */
type Body = {
  data: { id: number; name: string }[];
  pagination: { page_length: number; next_page?: string };
  workflow: { id: number; name: string };
  tasks: { id: number }[];
  linkages: [Linkage, ...Linkage[]];
  success: boolean;
  reasons: [{ code: string }];
};

async function get(token: string, path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.url}/zuora${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body };
}

describe("OAuth", () => {
  test("a client gets a token of its tenant, which ends", async () => {
    const { status, body } = await askToken(form(10_001));
    expect([status, body.token_type, body.expires_in]).toEqual([200, "bearer", 1]);
    expect(body.access_token).toMatch(/^[0-9a-f]{32}$/);
    expect(body.scope).toContain("tenant.10001");
    expect((await get(String(body.access_token), "/workflows")).status).toBe(200);
    await new Promise(resolve => setTimeout(resolve, 1_050));
    expect((await get(String(body.access_token), "/workflows")).status).toBe(401);
    expect((await get("f".repeat(32), "/workflows")).status).toBe(401);
  });

  test("each way of asking wrongly has its own refusal", async () => {
    const unknown = await askToken(form(10_001, { client_id: "nobody" }));
    expect([unknown.status, unknown.body]).toEqual([401, { message: "Invalid client id" }]);
    const wrong = await askToken(form(10_001, { client_secret: "wrong" }));
    expect([wrong.status, wrong.body.error]).toEqual([401, "invalid_client"]);
    const grant = await askToken(form(10_001, { grant_type: "password" }));
    expect([grant.status, grant.body.error]).toEqual([400, "unsupported_grant_type"]);
    const json = await askToken(JSON.stringify(Object.fromEntries(form(10_001))), {
      "content-type": "application/json",
    });
    expect(json.status, "a form, and nothing else").toBe(400);
    const tracked = await askToken(form(10_001), { "zuora-track-id": "run 7" });
    expect(tracked.headers.get("zuora-track-id")).toBe("run 7");
    expect((await askToken(form(10_001), { "zuora-track-id": "run:7" })).status).toBe(400);
  });
});

describe("workflows", () => {
  test("come in pages of at most fifty, each with the address of the next one, the last without", async () => {
    const token = await tokenOf(10_001);
    const ids: number[] = [];
    let path: string | undefined = "/workflows?page_length=80";
    const lengths: number[] = [];
    while (path) {
      const { body } = await get(token, path);
      ids.push(...body.data.map(({ id }) => id));
      lengths.push(body.pagination.page_length);
      const next: string | undefined = body.pagination.next_page;
      path = next?.replace(`${sandbox.url}/zuora`, "");
    }
    expect(ids).toEqual(Array.from({ length: 103 }, (_, index) => workflowId(index)));
    expect(lengths).toEqual([50, 50, 50]);
    expect((await get(token, "/workflows?page=0")).status).toBe(400);
    const named = await get(token, "/workflows?name=Invoice&page_length=50");
    expect(named.body.data.length).toBeGreaterThan(0);
    for (const { name } of named.body.data) expect(name).toContain("Invoice");
  });

  test("two tenants have the same ids and nothing else in common; one tells the next page on a foreign host", async () => {
    const [one, other, odd] = [await tokenOf(10_001), await tokenOf(10_002), await tokenOf(10_007)];
    const [of1, of2, of7] = [
      await get(one, "/workflows"),
      await get(other, "/workflows"),
      await get(odd, "/workflows"),
    ];
    const idsOf = ({ body }: typeof of1) => body.data.map(({ id }) => id);
    expect(idsOf(of1)).toEqual(idsOf(of2));
    expect(of1.body.data).not.toEqual(of2.body.data);
    expect(of1.body.pagination.next_page).toBe(`${sandbox.url}/zuora/workflows?page=2`);
    expect(new URL(of7.body.pagination.next_page ?? "").host).toBe("127.0.0.1:9");
  });

  test("rights are kept apart: who may not look gets 403, who may look but not export gets it there", async () => {
    const [nobody, looker] = [await tokenOf(10_003), await tokenOf(10_004)];
    expect((await get(nobody, "/workflows")).status).toBe(403);
    expect((await get(looker, "/workflows")).status).toBe(200);
    expect((await get(looker, "/workflows/101/export?version=latest")).status).toBe(403);
  });

  test("an export has the workflow, its tasks and a graph that begins at Start and reaches each task", async () => {
    const token = await tokenOf(10_001);
    const { body } = await get(token, "/workflows/104/export?version=latest");
    expect([body.workflow.id, body.tasks.length]).toEqual([104, 9]);
    const [start, ...rest] = body.linkages;
    expect(start).toEqual({
      ...{ source_workflow_id: 104, source_task_id: null, target_task_id: 104_000, linkage_type: "Start" },
    });
    const reached = new Set([start.target_task_id]);
    for (const { source_task_id, target_task_id } of rest) {
      expect(reached).toContain(source_task_id);
      reached.add(target_task_id);
    }
    expect([...reached]).toEqual(body.tasks.map(({ id }) => id));
    expect((await get(token, "/workflows/104/export?version=x")).status).toBe(400);
    expect((await get(token, "/workflows/104/export?version=9.9.9")).status).toBe(404);
    expect((await get(token, "/workflows/105/export")).status).toBe(404);
    expect((await get(token, "/workflows/104")).body).toMatchObject({ id: 104, priority: "Medium" });
  });

  test("a workflow that was changed or is gone is so in the list, by itself and in its export", async () => {
    const token = await tokenOf(10_001);
    await put("_changes", { id: "101", fields: { name: "Renamed" } });
    await put("_changes", { id: "104", fields: null });
    const { body } = await get(token, "/workflows?page_length=2");
    expect(body.data.map(({ id, name }) => [id, name === "Renamed"])).toEqual([
      [101, true],
      [107, false],
    ]);
    expect((await get(token, "/workflows/101/export")).body.workflow.name).toBe("Renamed");
    expect((await get(token, "/workflows/104")).status).toBe(404);
  });
});

describe("limits and faults", () => {
  test("every answer tells what is left of the window nearest its end, and who has nothing left is sent away until it begins anew", async () => {
    const { headers } = await get(await tokenOf(10_002), "/workflows");
    expect(headers.get("ratelimit-limit")).toMatch(/^\d+, 2500;w=60, 5000;w=3600, 10000;w=86400$/);
    expect(Number(headers.get("ratelimit-remaining"))).toBeGreaterThan(2_000);
    const tight = await get(await tokenOf(10_005), "/workflows");
    expect([tight.status, Number(tight.headers.get("ratelimit-remaining")) < 2_500]).toEqual([200, true]);
    const spent = await get(await tokenOf(10_006), "/workflows");
    expect([spent.status, spent.headers.get("ratelimit-remaining")]).toEqual([429, "0"]);
    expect(Number(spent.headers.get("ratelimit-reset"))).toBeGreaterThan(0);
  });

  test("a refusal that comes as 200, an empty first page, one that repeats itself, and one that has drifted", async () => {
    const { status, body } = await get(await tokenOf(10_008), "/workflows");
    expect([status, body.success, body.reasons[0].code.slice(-2)]).toEqual([200, false, "61"]);
    const token = await tokenOf(10_001);
    const seen: Record<string, unknown[]> = {};
    for (const fault of ["empty", "endless", "duplicates", "drift"]) {
      await put("_faults", { operation: "workflows", fault, times: 1 });
      seen[fault] = (await get(token, "/workflows?page=2&page_length=50")).body.data;
    }
    const idAt = (fault: string) => (seen[fault]?.[0] as { id: unknown } | undefined)?.id;
    expect(seen.empty).toEqual([]);
    expect([idAt("endless"), idAt("duplicates"), idAt("drift")]).toEqual([101, workflowId(40), String(workflowId(50))]);
    expect(seen.drift?.[3]).toBeNull();
  });
});
