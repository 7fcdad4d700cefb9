import { transaction } from "@/lib/platform/db";
import { expect, test } from "./fixtures";
import { agentsApi, connectAgent, rezenKeys, signUpAgent } from "./own-agent";
import { dataOf, newPhoneNumber, post, signIn } from "./people";

const credentials = `${agentsApi}/credentials`;
const { team, solo } = rezenKeys;
const told = (phone_number: string) => ({ name: "Ada Agent", email: "ada@example.com", phone_number });
const shapeOf = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one]));

test("000: signing up answers alike whether the number is known, an agent's or nobody's, and every fault at once", async ({
  caller,
}) => {
  const known = newPhoneNumber();
  await signIn(await caller(), known);
  const agent = await signUpAgent(await caller());
  const shapes = [];
  for (const phone of [newPhoneNumber(), known, agent.phoneNumber])
    shapes.push(shapeOf(await post(await caller(), `${agentsApi}/signup`, told(phone), 201)));
  const shape = { challenge_id: "string", expires_in: "number", resend_in: "number", to: "string" };
  expect(shapes).toEqual([shape, shape, shape]);
  const refused = await (await caller()).post(`${agentsApi}/signup`, {
    data: { name: " ", email: "x", phone_number: "" },
  });
  expect(refused.status()).toBe(422);
  const { error } = await refused.json();
  expect(error.errors.map(({ field }: { field: string }) => field).sort()).toEqual(["email", "name", "phone_number"]);
  const nowhere = await (await caller()).post(`${agentsApi}/signup`, { data: told("+8613812345678") });
  expect([nowhere.status(), (await nowhere.json()).error.code]).toEqual([422, "country_not_enabled"]);
});

test("000: a new agent is let in and sent to the set-up, and a signed-in known person gets the role besides", async ({
  caller,
}) => {
  const request = await caller();
  const phone = newPhoneNumber();
  await signIn(request, phone);
  const { challenge_id } = await post(request, `${agentsApi}/signup`, told(phone), 201);
  const outbox = await dataOf(await request.get("/api/dev/outbox", { params: { to: phone } }));
  const otp = outbox.find((message: { code?: string }) => message.code).code;
  const answer = await request.post("/api/v1/auth/verify-otp", { data: { challenge_id, otp } });
  expect(await answer.json()).toMatchObject({
    is_new_user: false,
    needs_onboarding: true,
    redirect_to: "/agent/onboarding",
  });
  const { roles } = await dataOf(await request.get("/api/v1/auth/me"));
  expect(roles.map(({ role }: { role: string }) => role).sort()).toEqual(["agent", "practitioner"]);
  expect((await request.get(credentials)).status()).toBe(200);
});

test("contract 6: an admin makes an agent's account and nobody else does; every fault is named", async ({
  caller,
  staff,
}) => {
  const [admin, operator, agent] = [await staff("admin"), await staff("operator"), await signUpAgent(await caller())];
  const make = (request: typeof admin.request, data: object) => request.post("/api/v1/admin/agents", { data });
  const phone_number = newPhoneNumber();
  const data = { ...told(phone_number), account_type: "Team" };
  const doors = [await caller(), operator.request, agent.request].map(async request =>
    (await make(request, data)).status(),
  );
  expect(await Promise.all(doors)).toEqual([401, 403, 403]);
  const refused = await make(admin.request, { name: "", email: "x", phone_number: "", account_type: "Solo" });
  expect(refused.status()).toBe(422);
  const { error } = await refused.json();
  const fields = error.errors.map(({ field }: { field: string }) => field).sort();
  expect(fields).toEqual(["account_type", "email", "name", "phone_number"]);
  const made = await make(admin.request, data);
  expect(made.status()).toBe(201);
  expect(await dataOf(made)).toEqual({ user_id: expect.any(Number), is_new_user: true, account_type: "Team" });
  const again = await make(admin.request, data);
  expect([again.status(), (await again.json()).error.errors[0]]).toMatchObject([
    422,
    { field: "phone_number", code: "agent_exists" },
  ]);
  const request = await caller();
  await signIn(request, phone_number);
  expect((await request.get(credentials)).status()).toBe(200);
});

test("contract 2 and 6: a key is tested before it is saved, every class has its status and field, and no answer repeats it", async ({
  caller,
}) => {
  const { request } = await signUpAgent(await caller());
  const save = async (data: object) => {
    const answer = await request.put(credentials, { data });
    const text = await answer.text();
    expect(text).not.toContain("real_s");
    const { error, data: view } = JSON.parse(text);
    return {
      told: [answer.status(), error?.errors[0]?.field, error?.errors[0]?.code],
      view,
      wait: answer.headers()["retry-after"],
    };
  };
  const tryOut = async (data: object) => {
    const answer = await request.post(`${credentials}/test`, { data });
    return answer.ok() ? dataOf(answer) : answer.status();
  };
  expect(await dataOf(await request.get(credentials))).toMatchObject({
    last_four: null,
    agent_id: null,
    asks_agent_id: true,
  });
  expect(await tryOut({})).toBe(404);
  const { agent_id } = team;
  const refusals = [
    [{ api_key: "", agent_id: "x" }, [422, "api_key", expect.anything()]],
    [{ api_key: "two words", agent_id }, [422, "api_key", expect.anything()]],
    [{ api_key: "real_unknown_key", agent_id }, [422, "api_key", "auth"]],
    [{ api_key: "real_noperm_key", agent_id }, [422, "api_key", "permission"]],
    [{ ...team, agent_id: "99999999-9999-4999-8999-999999999999" }, [422, "agent_id", "wrong_address"]],
    [{ api_key: team.api_key }, [422, "agent_id", "required"]],
    [{ api_key: "real_limited_key", agent_id }, [429, "api_key", "rate_limit"]],
  ] as const;
  for (const [data, wanted] of refusals) expect.soft((await save(data)).told, JSON.stringify(data)).toEqual(wanted);
  expect((await save({ api_key: "real_limited_key", agent_id })).wait).toBe("30");
  expect(await dataOf(await request.get(credentials)), "nothing is saved").toMatchObject({ last_four: null });
  expect(await tryOut({ api_key: "real_unknown_key", agent_id })).toMatchObject({ ok: false, class: "auth" });
  expect(await tryOut(team)).toMatchObject({ ok: true, class: null, agent_name: "Morgan Avery", agent_id });

  const { told: saved, view } = await save(team);
  expect([saved[0], view]).toMatchObject([
    200,
    { last_four: "_key", agent_id, agent_name: "Morgan Avery", problem: null },
  ]);
  expect(await tryOut({})).toMatchObject({ ok: true, agent_name: "Morgan Avery" });
  const { status, code } = await request
    .delete(credentials)
    .then(async answer => ({ status: answer.status(), code: await dataOf(answer) }));
  expect([status, code]).toMatchObject([200, { last_four: null, deleted: { last_four: "_key" }, agent_id }]);
  expect([await tryOut({}), (await request.delete(credentials)).status()]).toEqual([404, 404]);
  expect((await save(solo)).told[0], "before anything has arrived another agent's key replaces it").toBe(200);
});

test("000: two people with a key of one agent have an account each, of which the other sees nothing", async ({
  caller,
}) => {
  const [one, other] = [await signUpAgent(await caller()), await signUpAgent(await caller())];
  for (const agent of [one, other]) await connectAgent(agent, solo);
  const idOf = async ({ request }: typeof one) => (await dataOf(await request.get("/api/v1/auth/me"))).id;
  const [first, second] = [await idOf(one), await idOf(other)];
  const kept = await transaction("system", tx =>
    tx.credential.findMany({ where: { userId: { in: [first, second] } }, select: { userId: true, apiKey: true } }),
  );
  expect(new Set(kept.map(({ apiKey }) => apiKey)).size, "each is closed for its own row").toBe(2);
  expect((await other.request.delete(credentials)).status()).toBe(200);
  expect(await dataOf(await one.request.get(credentials))).toMatchObject({ last_four: "_key", deleted: null });
  const { tables } = await (await one.request.get("/api/v1/me/export")).json();
  expect(tables.agent).toMatchObject([{ user_id: first, id: solo.agent_id }]);
  expect(tables.credentials.map((row: object) => Object.keys(row).includes("api_key"))).toEqual([false]);
});
