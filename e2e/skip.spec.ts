import { transaction } from "@/lib/platform/db";
import { storeOf } from "./actions";
import { atStep, expect, press, test, type as typeInto } from "./journey";
import { answers, dataOf, newPhoneNumber, type Person, post, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step";
const settings = "/api/v1/store/settings/profile";
const reason = "Import done by hand, ticket 4711";
const place = (code: string, act: "skip" | "resume") => `/api/v1/admin/stores/${code}/onboarding/${act}`;

const act = async ({ request }: Pick<Person, "request">, code: string, which: "skip" | "resume", data: object) => {
  const answer = await request.post(place(code, which), { data });
  return { status: answer.status(), ...(await answer.json()) };
};

const statusOf = async ({ request }: StoreOwner) => dataOf(await request.get("/api/v1/store/onboarding/status"));
const whereTo = async ({ request, code }: StoreOwner) => {
  const answer = await request.get(`/store/${code}/dashboard`, { maxRedirects: 0 });
  return answer.status() === 200 ? "in" : answer.headers().location?.split("/").at(-1);
};

/** What the audit trail says of a store's gate. */
const audits = async (owner: StoreOwner) => {
  const subjectId = String((await storeOf(owner)).id);
  const where = { subjectKind: "store", subjectId, action: { contains: "onboarding_" } };
  return transaction("system", tx =>
    tx.auditEntry.findMany({ where, orderBy: { id: "asc" }, select: { action: true, actorKind: true, detail: true } }),
  );
};
const noticesOf = async ({ request }: StoreOwner) =>
  (await dataOf(await request.get("/api/v1/me/notices"))).items.map((notice: { kind: string }) => notice.kind);

test("rows C17 and C18: an admin lets a store in with a reason, its owner goes on meanwhile, and the skip is taken back", async ({
  storeAt,
  staff,
  sandboxUrl,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  expect(await whereTo(owner)).toBe("onboarding");
  expect((await owner.request.get(settings)).status()).toBe(403);

  const skipped = await act(admin, owner.code, "skip", { reason });
  expect(skipped).toMatchObject({
    status: 200,
    data: {
      status: "skipped",
      skipped_by_admin: true,
      skipped_reason: reason,
      skipped_until: null,
      is_completed: false,
    },
  });
  expect(await whereTo(owner)).toBe("in");
  expect((await owner.request.get(settings)).status()).toBe(200);
  expect(await act(admin, owner.code, "skip", { reason })).toMatchObject({
    status: 409,
    error: { code: "illegal_transition" },
  });

  const feeds = await owner.request.put("/api/v1/store/settings/products", { data: answers.productImport(sandboxUrl) });
  expect(feeds.status()).toBe(200);
  expect(await statusOf(owner), "C25: answers that come before their turn wait for it").toMatchObject({
    ...{ current_step: "letzshop_api", completed_steps_count: 1 },
  });
  await post(owner.request, `${step}/letzshop-api`, answers.letzshopKey);
  expect(
    await statusOf(owner),
    "a step is saved as before, and whichever way a step was answered counts",
  ).toMatchObject({
    status: "skipped",
    current_step: "order_sync",
    completed_steps_count: 3,
  });

  expect(await act(admin, owner.code, "resume", {})).toMatchObject({
    status: 200,
    data: { status: "in_progress", skipped_by_admin: false, skipped_reason: null, skipped_at: null },
  });
  expect(await whereTo(owner)).toBe("onboarding");
  expect((await owner.request.get(settings)).status()).toBe(403);
  expect((await act(admin, owner.code, "resume", {})).status).toBe(409);
  expect(await noticesOf(owner)).toEqual(["store_resumed", "store_skipped"]);
  expect(await audits(owner)).toEqual([
    { action: "store.onboarding_skipped", actorKind: "user", detail: { reason, until: null } },
    { action: "store.onboarding_resumed", actorKind: "user", detail: { reason: null } },
  ]);
});

test("row C18: after its time the gate closes by itself at that moment, and the skip is over in the tables too", async ({
  storeAt,
  staff,
}) => {
  const [owner, admin] = [await storeAt("letzshop_api"), await staff("admin")];
  const until = new Date(Date.now() + 4000).toISOString();
  expect(await act(admin, owner.code, "skip", { reason, until })).toMatchObject({
    status: 200,
    data: { skipped_until: until },
  });
  expect(await whereTo(owner)).toBe("in");
  await new Promise(resolve => setTimeout(resolve, Date.parse(until) - Date.now() + 300));
  expect(await whereTo(owner)).toBe("onboarding");
  const refused = await owner.request.get(settings);
  expect([refused.status(), (await refused.json()).error.code]).toEqual([403, "onboarding_required"]);
  expect(await statusOf(owner)).toMatchObject({ status: "in_progress", skipped_by_admin: false, skipped_reason: null });
  await expect.poll(async () => (await storeOf(owner)).onboarding?.status, { timeout: 15_000 }).toBe("running");
  expect(await noticesOf(owner)).toEqual(["store_skip_ended", "store_skipped"]);
  expect((await audits(owner)).map(({ action, actorKind }) => `${action} ${actorKind}`)).toEqual([
    "store.onboarding_skipped user",
    "store.onboarding_skip_ended system",
  ]);
});

test("row C17: what is no reason, no time to come, no store or no right opens nothing", async ({
  storeAt,
  staff,
  caller,
}) => {
  const [owner, admin, operator] = [await storeAt("letzshop_api"), await staff("admin"), await staff("operator")];
  const before = await storeOf(owner);
  const day = 86_400_000;
  const wrong: [object, number, string][] = [
    [{}, 422, "reason"],
    [{ reason: "too short" }, 422, "reason"],
    [{ reason: "         x          " }, 422, "reason"],
    [{ reason: "x".repeat(501) }, 422, "reason"],
    [{ reason, until: new Date(Date.now() - 1000).toISOString() }, 422, "until"],
    [{ reason, until: new Date(Date.now() + 400 * day).toISOString() }, 422, "until"],
    [{ reason, until: "tomorrow" }, 422, "until"],
    [{ reason, status: "complete" }, 400, "status"],
  ];
  for (const [data, status, field] of wrong) {
    const answer = await act(admin, owner.code, "skip", data);
    expect.soft([answer.status, answer.error?.errors?.[0]?.field], JSON.stringify(data)).toEqual([status, field]);
  }
  for (const which of ["skip", "resume"] as const) {
    const data = { reason };
    expect.soft((await act({ request: await caller() }, owner.code, which, data)).status, which).toBe(401);
    expect.soft((await act(owner, owner.code, which, data)).status, which).toBe(403);
    expect.soft((await act(operator, owner.code, which, data)).status, which).toBe(403);
    for (const code of ["NOSUCHSTORE", owner.code.toLowerCase(), "%00", "x".repeat(90)])
      expect.soft([400, 404], `${which} ${code}`).toContain((await act(admin, code, which, data)).status);
  }
  expect((await act(admin, owner.code, "resume", {})).status, "there is nothing to resume").toBe(409);
  expect(await storeOf(owner)).toEqual(before);

  const told = { store_name: "New", owner_name: "New", email: "n@example.com", phone_number: newPhoneNumber() };
  const { store_code } = await post(await caller(), "/api/v1/store/signup", told, 201);
  expect((await act(admin, store_code, "skip", { reason })).status, "nobody has verified it").toBe(409);
  const complete = await storeAt("complete");
  expect((await act(admin, complete.code, "skip", { reason })).status, "it is complete").toBe(409);
});

test("row C17: of ten skips at once one counts, and a skipped store can still be completed", async ({
  storeAt,
  staff,
}) => {
  const [owner, admin] = [await storeAt("order_sync"), await staff("admin")];
  const all = await Promise.all(Array.from({ length: 10 }, () => act(admin, owner.code, "skip", { reason })));
  expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
  expect((await audits(owner)).length).toBe(1);
  const { job_id } = await post(owner.request, `${step}/order-sync/trigger`, answers.orderSync, 202);
  const ended = async () => (await dataOf(await owner.request.get(`${step}/order-sync/progress/${job_id}`))).ended_at;
  await expect.poll(ended, { timeout: 120_000 }).not.toBeNull();
  await post(owner.request, `${step}/order-sync/complete`, {});
  expect(await statusOf(owner)).toMatchObject({ status: "completed", is_completed: true, skipped_by_admin: false });
});

test("rows C17 and C18: at the desk, by keyboard: the reason is asked for, the owner reads it and goes on, the desk resumes", async ({
  storeAt,
  staff,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const [desk, shop] = [await pageOf(await staff("admin")), await pageOf(owner)];
  await desk.goto("/admin/stores");
  const row = desk.getByRole("row").filter({ hasText: owner.code });
  await press(desk, `Skip set-up of ${owner.storeName}`);
  const dialog = desk.getByRole("dialog");
  await expect(dialog).toContainText("The shop opens now");
  await typeInto(desk, "Reason", "short");
  await desk.keyboard.press("Tab");
  await press(desk, /^Skip set-up$/);
  await expect(dialog.getByLabel("Reason")).toHaveAccessibleDescription(/at least 10 characters/);
  await expect(dialog.getByLabel("Reason")).toBeFocused();
  await typeInto(desk, "Reason", reason);
  await press(desk, /^Skip set-up$/);
  await expect(dialog).toHaveCount(0);
  await expect(row).toContainText("Skipped");
  await expect(desk.getByRole("status").filter({ hasText: "is skipped" })).toHaveCount(1);

  await shop.goto(`/store/${owner.code}/dashboard`);
  await expect(shop.getByText(/^Skipped by support on \d/)).toBeVisible();
  await expect(shop.getByText(`Reason: ${reason}`)).toBeVisible();
  await shop.getByRole("link", { name: "Go on with the set-up" }).click();
  await atStep(shop, "letzshop-api");
  await expect(shop.getByText(/^Skipped by support on \d/)).toBeVisible();
  await shop.getByRole("link", { name: "Go to dashboard" }).click();
  await shop.waitForURL(/dashboard$/);

  await press(desk, `Resume set-up of ${owner.storeName}`);
  await press(desk, /^Resume set-up$/);
  await expect(row).toContainText("In progress");
  await shop.goto(`/store/${owner.code}/dashboard`);
  await atStep(shop, "letzshop-api");
  await expect(shop.getByText(/Skipped by support/)).toHaveCount(0);
});
