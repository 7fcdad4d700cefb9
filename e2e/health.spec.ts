import { env } from "@/lib/platform/env";
import manifest from "@/package.json" with { type: "json" };
import { expect, test } from "./fixtures";

const health = "/api/health";

test("health tells everybody the state, and figures and version to an admin and to the metrics token only", async ({
  caller,
  staff,
}) => {
  const anonymous = await caller();
  const [admin, operator] = await Promise.all([staff("admin"), staff("operator")]);
  const ask = async (request: typeof anonymous, token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const answer = await request.get(health, { headers });
    expect(answer.status()).toBe(200);
    return (await answer.json()).data;
  };
  const check = expect.stringMatching(/^(ok|late|down)$/);
  const state = {
    status: expect.stringMatching(/^(ok|degraded)$/),
    checks: { database: "ok", queue: check, worker: check, cron: check },
  };
  const figures = expect.objectContaining({ worker_seconds: expect.any(Number), waiting: expect.any(Number) });
  const whole = { ...state, version: manifest.version, figures };
  for (const [request, token] of [
    [anonymous],
    [operator.request],
    [anonymous, "undefined"],
    [anonymous, "wrong"],
  ] as const)
    expect(await ask(request, token)).toEqual(state);
  expect(await ask(admin.request)).toEqual(whole);
  expect(await ask(anonymous, env.metricsToken)).toEqual(whole);
  const page = await operator.request.get("/admin/health");
  expect(await page.text(), "whom to call is for all staff, and where nobody is named how to").toContain(
    "EMERGENCY_CONTACTS",
  );
});
