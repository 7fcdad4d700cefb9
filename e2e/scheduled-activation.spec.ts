import type { APIResponse } from "@playwright/test";
import { getActivationFigures } from "@/lib/members/queries/figures";
import { transaction } from "@/lib/platform/db";
import { newContract } from "@/lib/platform/testing/new-contract";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { askInside, bulkAddress, dueAddress, insideHeaders, newcomer, newDraft, scheduleAddress } from "./own-direct";
import { dataOf } from "./people";

const hour = 3600;
const inSeconds = (many: number) => Math.floor(Date.now() / 1000) + many;

async function told(answer: APIResponse) {
  const { data, error } = await answer.json();
  const faults = (error?.errors ?? []).map((fault: { field: string; code: string }) => `${fault.field} ${fault.code}`);
  return { status: answer.status(), code: error?.code ?? null, faults, data };
}

const isDueNow = (memberId: number) =>
  transaction(
    "system",
    tx => tx.$executeRaw`UPDATE activation_timer SET due_at = app_now() WHERE member_id = ${memberId}`,
  );
const stateOf = (id: number) =>
  transaction("system", async tx => (await tx.member.findUniqueOrThrow({ where: { id } })).state);

test("E20: a member is scheduled, asked about, cancelled and activated at their time over HTTP, with a status for each wrong wish", async ({
  caller,
}) => {
  const request = await caller();
  const headers = insideHeaders();
  const { contractId: subscription_id, gold, partnersOnly } = await newContract();
  const { id, emailId: email_id, phoneNumber: phone_number } = await newDraft(subscription_id);
  const whole = { subscription_id, phone_number, plan_subscription_id: gold, activation_date: inSeconds(hour) };
  const schedule = async (more: object = {}, query = "") =>
    told(await request.post(scheduleAddress + query, { data: { ...whole, ...more }, headers }));
  const cancel = async (more: object = {}) =>
    told(await request.delete(scheduleAddress, { params: { subscription_id, phone_number, ...more }, headers }));
  const run = async (more: object = {}) =>
    told(
      await request.post(dueAddress, { data: { parent_subscription_id: subscription_id, email_id, ...more }, headers }),
    );

  for (const [wish, wanted] of [
    [{ activation_date: Date.now() + hour * 1000 }, "422 activation_date too_big"],
    [{ activation_date: inSeconds(-1) }, "422 activation_date in_past"],
    [{ activation_date: inSeconds(732 * 24 * hour) }, "422 activation_date too_far"],
    [{ activation_date: 1.5 }, "422 activation_date invalid_type"],
    [{ activation_date: null }, "422 activation_date required"],
    [{ activation_date: "tomorrow" }, "400 activation_date invalid_type"],
    [{ phone_number: undefined }, "422 phone_number required"],
    [{ email_id: "nobody@example.com" }, "422 email_id other_member"],
    [{ plan_subscription_id: undefined }, "422 plan_subscription_id required"],
    [{ plan_subscription_id: "plan_nobodys" }, "422 plan_subscription_id unknown_plan"],
    [{ phone_number: "+919845000000" }, "404"],
    [{ subscription_id: "sub_nobodys" }, "404"],
  ] as const) {
    const { status, faults } = await schedule(wish);
    expect.soft([status, ...faults].join(" "), JSON.stringify(wish)).toBe(wanted);
  }
  expect(await run()).toMatchObject({ status: 404 });
  expect(await cancel()).toMatchObject({ status: 200, data: { subscription_id, cancelled: false } });
  expect((await schedule({}, "?dry_run=true")).data).toMatchObject({ dry_run: true, from: "draft", to: "scheduled" });
  expect(await stateOf(id)).toBe("draft");
  const scheduled_date = new Date(whole.activation_date * 1000).toISOString();
  const done = { subscription_id, plan_subscription_id: gold, status: "scheduled", scheduled_date };
  expect(await schedule({ email_id })).toMatchObject({ status: 200, data: done });
  expect(await schedule()).toMatchObject({ status: 409, code: "illegal_transition", data: { state: "scheduled" } });
  expect(await cancel()).toMatchObject({ status: 200, data: { cancelled: true } });
  await schedule({ plan_subscription_id: partnersOnly });
  expect(await run()).toMatchObject({ status: 409, code: "activation_not_due", data: { due_at: scheduled_date } });
  await isDueNow(id);
  // The worker may be faster, and then it has run already.
  const first = await run();
  if (first.status === 200) expect(first.data.subscription_id).toMatch(/^ms_/);
  else expect(["already_active", "activation_in_progress"]).toContain(first.code);
  await expect.poll(() => stateOf(id)).toBe("activated");
  expect(await run()).toMatchObject({ status: 409, code: "already_active" });
  expect(await schedule()).toMatchObject({ status: 409, data: { state: "activated" } });
});

test("E21: of a hundred at once each has a result of its own in its order, and a bad row loses none of the others", async ({
  caller,
}) => {
  const request = await caller();
  const { contractId: parent_subscription_id, gold, silver, life } = await newContract({ seats: 2 });
  const of = { parent_subscription_id, plan_subscription_id: gold };
  const bulk = async (items: unknown, query = "", more: object = {}) =>
    told(await request.post(bulkAddress + query, { data: { items }, headers: { ...insideHeaders(), ...more } }));
  for (const [items, wanted] of [
    [undefined, "422 items required"],
    [[], "422 items too_small"],
    [Array.from({ length: 101 }, () => 1), "422 items too_big"],
    ["all", "400 items invalid_type"],
  ] as const) {
    const { status, faults } = await bulk(items);
    expect.soft([status, ...faults].join(" ")).toBe(wanted);
  }
  const [twice, ...others] = Array.from({ length: 4 }, () => newcomer());
  const items = [
    { ...of, member: twice },
    7,
    { ...of, member: { ...others[0], dob: "2999-01-01", gender: "X" } },
    { ...of, plan_subscription_id: silver, member: { phone_number: twice?.phone_number } },
    { ...of, memberId: 1 },
    { ...of, plan_subscription_id: "plan_nobodys", member: others[1] },
    ...others.map(member => ({ ...of, plan_subscription_id: life, member })),
    { ...of, member: { ...others[0], name: "a\u0000b" } },
  ];
  const dry = await bulk(items, "?dry_run=true");
  expect([dry.status, dry.data.results.length]).toEqual([200, items.length]);
  expect(dry.data.results[0]).toMatchObject({ index: 0, success: true, dry_run: true, member: "new", to: "activated" });
  const key = { "Idempotency-Key": `bulk ${parent_subscription_id}` };
  const { status, data } = await bulk(items, "", key);
  expect([status, data.total, data.succeeded, data.failed]).toEqual([200, 10, 3, 7]);
  type Result = {
    index: number;
    success: boolean;
    status?: string;
    error?: { code: string; errors: { field: string }[] };
  };
  const said = data.results.map(({ index, success, status: state, error }: Result) =>
    [index, success ? state : error?.code, ...(error?.errors ?? []).map(({ field }) => field)].join(" "),
  );
  const seats = said.slice(6, 9).map((line: string) => line.slice(2));
  expect(seats.sort(), "two seats for three").toEqual(["activated", "activated", "invalid_input plan_subscription_id"]);
  expect([...said.slice(0, 6), said[9]]).toEqual([
    "0 activated",
    "1 invalid_request",
    "2 invalid_input member.dob member.gender",
    // The first of the two about one person came before.
    "3 duplicate_core_offering plan_subscription_id",
    "4 invalid_request member_id",
    "5 invalid_input plan_subscription_id",
    "9 invalid_request member.name",
  ]);
  expect(data.results[3].data, "what is in the way").toMatchObject({ plan_subscription_id: gold });
  expect(data.results[2].data).toBeNull();
  expect(data.results[2].error.message).not.toMatch(/^[a-z]+[A-Z]/);
  expect(await bulk(items, "", key), "the same call again is answered as before").toMatchObject({ status, data });
  expect(await bulk(items.slice(1), "", key)).toMatchObject({ status: 422, code: "idempotency_key_reused" });
});

test("E20, E23: an admin schedules in their own time, sees it count down and come, and cancels another", async ({
  staff,
  pageOf,
}) => {
  const admin = await staff("admin");
  const { contractId } = await newContract();
  const [{ id, phoneNumber }, { id: other }] = [await newDraft(contractId), await newDraft(contractId)];
  const desk = await pageOf(admin);
  const dialog = desk.getByRole("dialog");
  await open(desk, `/admin/members/${id}`);
  await desk.getByRole("button", { name: "Schedule" }).click();
  await dialog.getByLabel("Plan").selectOption({ index: 1 });
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(dialog.getByText("Choose a day and a time")).toBeVisible();
  const local = await desk.evaluate(
    ms => {
      const two = (part: number) => String(part).padStart(2, "0");
      const at = new Date(ms);
      return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
    },
    Date.now() + (2 * 24 + 4) * hour * 1000,
  );
  await dialog.getByLabel("Day and time").fill(local);
  await expect(dialog.getByText(/^That is /)).toBeVisible();
  await dialog.getByRole("button", { name: "Schedule" }).click();
  await expect(desk.getByRole("timer")).toHaveText("In 2 days 3 hours");
  const { timer, can_cancel, can_schedule } = await dataOf(await admin.request.get(`/api/v1/admin/members/${id}`));
  expect([can_cancel, can_schedule]).toEqual([true, false]);
  expect(timer.due_at).toBe(await desk.evaluate(typed => new Date(typed).toISOString(), local));
  const history = desk.getByRole("table", { name: "History of tries" });
  await expect(history).toContainText("The beginning of the plan health was scheduled by The admin");
  await expect(history).toContainText("Draft → Scheduled");
  await look(desk, "a member who is scheduled");
  await isDueNow(id);
  await desk.reload();
  await expect(history, "the page looks again by itself").toContainText(
    "It was time, and the plan health began by itself",
    {
      timeout: 20_000,
    },
  );
  await expect(desk.getByRole("button", { name: "Cancel schedule" })).toHaveCount(0);
  const member = { phone_number: phoneNumber };
  const asked = { parent_subscription_id: contractId, plan_subscription_id: timer.plan.id, member };
  const again = await askInside(admin.request, asked);
  expect([again.status(), (await again.json()).error.code]).toEqual([409, "already_active"]);
  // Others act meanwhile.
  await expect(async () => {
    await desk.goto("/admin/metrics");
    const direct = (await getActivationFigures("30d")).find(({ door }) => door === "direct");
    if (!direct?.again) throw new Error("somebody was to have asked again");
    const share = Math.round((direct.activated / (direct.tries - direct.again)) * 100);
    const row = desk.getByRole("table", { name: "Ways to a plan" }).getByRole("row", { name: /^Our own program/ });
    await expect(row).toContainText(`${direct.activated} (${share}%)`, { timeout: 500 });
  }).toPass({ timeout: 15_000 });

  const api = `/api/v1/admin/members/${other}`;
  const plan_subscription_id = timer.plan.id;
  const data = { plan_subscription_id, activation_date: inSeconds(hour) };
  expect((await admin.request.post(`${api}/schedule`, { data })).status()).toBe(200);
  await open(desk, `/admin/members/${other}`);
  await desk.getByRole("button", { name: "Cancel schedule" }).click();
  await dialog.getByRole("button", { name: "Cancel schedule" }).click();
  await expect(history).toContainText("The schedule was cancelled by The admin");
  await expect(desk.getByRole("timer")).toHaveCount(0);
  expect((await admin.request.post(`${api}/cancel`)).status()).toBe(409);
});
