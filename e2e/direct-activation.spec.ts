import type { APIResponse } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { typedGovtId } from "@/lib/platform/testing/canaries";
import { newContract, type TestContract } from "@/lib/platform/testing/new-contract";
import { findTraces, readLogs } from "@/lib/platform/testing/traces";
import { expect, test } from "./fixtures";
import { activateAddress, askInside, insideHeaders, newcomer } from "./own-direct";
import { newPartner, signedHeaders } from "./own-partner";
import { dataOf, newPhoneNumber } from "./people";

const pendingAddress = "/api/v1/beneficiary/check-pending-activation";

/** What the database knows of somebody by their number: state, plans, and each try with who made it. */
const lookAt = (phoneNumber: string) =>
  transaction("system", tx =>
    tx.member.findFirst({
      where: { phoneNumber },
      select: {
        ...{ id: true, state: true, version: true },
        subscriptions: { select: { id: true, planSubscriptionId: true, door: true, endedAt: true } },
        log: {
          orderBy: { id: "asc" },
          select: { door: true, actorKind: true, actorId: true, code: true, toState: true },
        },
      },
    }),
  );

/** Status, code, and the fields at fault with why. */
async function outcomeOf(answer: APIResponse) {
  const { data, error } = await answer.json();
  const faults = (error?.errors ?? []).map((fault: { field: string; code: string }) => `${fault.field}: ${fault.code}`);
  return { status: answer.status(), code: error?.code ?? null, faults: faults.sort(), data };
}

test("001, E1: a program of ours and an admin give somebody a plan at once, strangers do not, and the log says who did it by which door", async ({
  caller,
  staff,
}) => {
  const { contractId, gold, silver, life } = await newContract();
  const [admin, operator, stranger] = [await staff("admin"), await staff("operator"), await caller()];
  const member = newcomer();
  const told = { parent_subscription_id: contractId, plan_subscription_id: gold, member };

  for (const [who, request, headers, wanted] of [
    ["nobody", stranger, {}, "401 unauthenticated"],
    ["an operator", operator.request, {}, "403 forbidden"],
    ["an admin from elsewhere", admin.request, { Origin: "https://evil.example" }, "403 bad_origin"],
    ["a wrong token", stranger, { Authorization: "Bearer wrong" }, "401 unauthenticated"],
    ["an admin with a wrong token", admin.request, { Authorization: "Bearer wrong" }, "401 unauthenticated"],
  ] as const) {
    const { status, code } = await outcomeOf(await request.post(activateAddress, { data: told, headers }));
    expect.soft(`${status} ${code}`, who).toBe(wanted);
  }
  expect(await lookAt(member.phone_number), "nobody was made").toBeNull();

  const elsewhere = { ...insideHeaders(), Origin: "https://anywhere.example" };
  const done = await stranger.post(activateAddress, { data: told, headers: elsewhere });
  expect(done.status(), await done.text()).toBe(200);
  const { success, message, data } = await done.json();
  expect([success, message]).toEqual([true, "The member is activated."]);
  expect(data).toEqual({
    subscription_id: expect.stringMatching(/^ms_/),
    status: "activated",
    activation_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
  const known = await lookAt(member.phone_number);
  const again = { ...told, member: undefined, member_id: known?.id };
  expect(await outcomeOf(await askInside(stranger, again))).toMatchObject({
    ...{ status: 409, code: "already_active", data: { subscription_id: data.subscription_id } },
  });
  // By another spelling of their number it is the same person; another plan of the kind needs the first one's end.
  const spelled = {
    ...told,
    plan_subscription_id: silver,
    member: { ...member, phone_number: `00${member.phone_number.slice(1)}` },
  };
  expect(await outcomeOf(await askInside(stranger, spelled))).toMatchObject({
    status: 409,
    code: "duplicate_core_offering",
  });
  const more = await admin.request.post(activateAddress, { data: { ...again, plan_subscription_id: life } });
  expect(more.status(), await more.text()).toBe(200);

  const { id } = await dataOf(await admin.request.get("/api/v1/auth/me"));
  const after = await lookAt(member.phone_number);
  expect(after?.state).toBe("activated");
  expect(after?.subscriptions.map(one => `${one.planSubscriptionId} ${one.door} ${one.endedAt}`).sort()).toEqual(
    [`${gold} direct null`, `${life} direct null`].sort(),
  );
  expect(after?.log.map(one => [one.door, one.actorKind, one.actorId, one.code ?? one.toState])).toEqual([
    ["direct", "system", null, "activated"],
    ["direct", "system", null, "already_active"],
    ["direct", "system", null, "duplicate_core_offering"],
    ["direct", "user", String(id), "activated"],
  ]);
});

test("E13, E22: every broken rule is named at once and in its place; a dry run says the same and changes nothing; a pending one is asked for without telling who is known", async ({
  caller,
}) => {
  const request = await caller();
  const { contractId, kyc, partnersOnly, gold } = await newContract();
  const member = { phone_number: newPhoneNumber() };
  const ask = (plan: string, whom: object, query = "") =>
    askInside(request, { parent_subscription_id: contractId, plan_subscription_id: plan, member: whom }, query);

  const missing = ["name", "dob", "gender", "govt_id_value", "addr_line", "pincode", "nominee_details"];
  const wanted = missing.map(field => `member.${field}: required`).sort();
  expect(await outcomeOf(await ask(kyc, member))).toMatchObject({ status: 422, code: "invalid_input", faults: wanted });
  const malformed = { name: "", dob: "2999-01-01", gender: "X", govt_id_name: "pan", phone_number: "12" };
  const { faults } = await outcomeOf(
    await askInside(request, { plan_subscription_id: 7, member: malformed, member_id: 0 }),
  );
  expect(faults.map((fault: string) => fault.split(":")[0])).toEqual(
    expect.arrayContaining([
      "parent_subscription_id",
      "plan_subscription_id",
      "member.name",
      "member.dob",
      "member.gender",
    ]),
  );
  expect(await outcomeOf(await ask(partnersOnly, newcomer()))).toMatchObject({
    faults: ["plan_subscription_id: direct_not_allowed"],
  });

  const seen = () =>
    transaction("system", async tx => ({
      members: await tx.member.count({ where: { parentSubscriptionId: contractId } }),
      seats: await tx.planSubscription.aggregate({
        where: { parentSubscriptionId: contractId },
        _sum: { seatsTaken: true },
      }),
      log: await tx.activationLog.count({ where: { planSubscriptionId: { in: [kyc, gold, partnersOnly] } } }),
    }));
  const before = await seen();
  expect([before.members, before.seats._sum.seatsTaken], "what was told of the refused is not kept").toEqual([0, 0]);
  const told = await dataOf(await ask(kyc, member, "?dry_run=true"));
  const broken = told.rules.filter((rule: { ok: boolean }) => !rule.ok);
  expect(broken.map((rule: { field: string; code: string }) => `member.${rule.field}: ${rule.code}`).sort()).toEqual(
    wanted,
  );
  expect(told).toMatchObject({
    dry_run: true,
    member: "new",
    from: "draft",
    to: null,
    lock_free: true,
    would_mail: false,
  });
  const whole = newcomer();
  const good = await dataOf(await ask(gold, whole, "?dry_run=true"));
  expect(good).toMatchObject({ to: "activated", would_begin: gold, would_end: null, would_mail: true });
  expect(good.rules.every((rule: { ok: boolean }) => rule.ok)).toBe(true);
  expect(await seen()).toEqual(before);

  const check = async (query: string) =>
    outcomeOf(await request.get(`${pendingAddress}?${query}`, { headers: insideHeaders() }));
  const number = (text: string) => `phone_number=${encodeURIComponent(text)}`;
  const dates = { expires_at: null, auto_activation_date: null };
  const nothing = { pending: false, status: null, parent_subscription_id: null, ...dates };
  expect(await check(number(whole.phone_number))).toMatchObject({ status: 200, data: nothing });
  await ask(gold, whole);
  const active = { ...nothing, status: "activated", parent_subscription_id: contractId };
  for (const query of [number(whole.phone_number), `email_id=${whole.email_id.toUpperCase()}`])
    expect((await check(query)).data).toEqual(active);
  const due = new Date(Date.now() + 86_400_000);
  await transaction("system", async tx => {
    const where = { parentSubscriptionId: contractId, phoneNumber: whole.phone_number };
    const { id: memberId } = await tx.member.findFirstOrThrow({ where, select: { id: true } });
    const waiting = newPhoneNumber();
    const { id } = await tx.member.create({
      data: { ...where, phoneNumber: waiting, state: "scheduled", createdAt: new Date(), updatedAt: new Date() },
      select: { id: true },
    });
    expect(id).not.toBe(memberId);
    const timer = { memberId: id, planSubscriptionId: gold, dueAt: due, setBy: "schedule", createdAt: new Date() };
    await tx.activationTimer.create({ data: timer });
    member.phone_number = waiting;
  });
  const pending = { pending: true, status: "scheduled", auto_activation_date: due.toISOString() };
  expect((await check(number(member.phone_number))).data).toEqual({ ...active, ...pending });
  const guest = newcomer();
  const asked = { parent_subscription_id: contractId, plan_id: gold, member: guest, joining_date: "2020-01-31" };
  const invited = await askInside(request, { ...asked, mode: "invite" });
  expect(await invited.json()).toMatchObject({
    message: "The member is invited.",
    data: { subscription_id: null, status: "invited", activation_date: null },
  });
  expect((await check(number(guest.phone_number))).data).toEqual({
    ...{ ...nothing, pending: true, status: "invited", parent_subscription_id: contractId },
    expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
  expect(
    await outcomeOf(await askInside(request, { ...asked, plan_subscription_id: gold, joining_date: 7 })),
  ).toMatchObject({
    ...{ status: 400, faults: ["joining_date: invalid_type", "plan_id: one_of_two"] },
  });
  for (const odd of ["", "phone_number=12", "email_id=nobody", `${number(whole.phone_number)}&email_id=a@b.example`])
    expect.soft((await check(odd)).status, odd).toBe(422);
});

// As people write it, and a birthday that nobody else was born on. The id is looked for again when all tests are through (afterwards.spec.ts).
const papers = {
  govt_id_name: "aadhar",
  govt_id_value: typedGovtId.replace(/(....)(....)/, "$1 $2 "),
  dob: "1931-07-23",
};
const address = { addr_line: "14, Lavelle Road", city: "Bengaluru", pincode: "560001" };
const nominee_details = { name: "Kiran", relation: "son", age: 11 };
const traces = /8603.?1497.?2056|1931-07-23/;

/** Where a government id or a date of birth may stand that is not the member's own row. */
const dumpAround = () =>
  transaction("system", async tx => {
    const around = new Map<string, string[]>();
    for (const rows of [
      await tx.$queryRaw<
        Row[]
      >`SELECT 'audit_entry' AS place, t::text AS row FROM audit_entry t WHERE action LIKE 'member%'`,
      await tx.$queryRaw<Row[]>`SELECT 'activation_log' AS place, t::text AS row FROM activation_log t`,
      await tx.$queryRaw<Row[]>`SELECT 'outbox_message' AS place, t::text AS row FROM outbox_message t`,
      await tx.$queryRaw<Row[]>`SELECT 'idempotency_key' AS place, t::text AS row FROM idempotency_key t`,
      await tx.$queryRaw<Row[]>`SELECT 'named_lock' AS place, t::text AS row FROM named_lock t`,
      await tx.$queryRaw<
        Row[]
      >`SELECT 'government id' AS place, t.govt_id AS row FROM member t WHERE t.govt_id IS NOT NULL`,
    ])
      for (const { place, row } of rows) around.set(place, [...(around.get(place) ?? []), row]);
    return around;
  });
type Row = { place: string; row: string };

test("E30: a government id is closed in its row and told by its last four; neither it nor a birthday is in an answer, log, audit row or decision, through no door", async ({
  caller,
  staff,
}) => {
  const [request, admin, operator] = [await caller(), await staff("admin"), await staff("operator")];
  const partner = await newPartner(admin, { scopes: ["members"], default_region: "IN", sandbox: true });
  const { contractId, kyc, gold }: TestContract = await newContract({ partnerAccountId: partner.id });
  const answers: string[] = [];
  const hold = async (answer: APIResponse, status: number) => {
    answers.push(await answer.text());
    expect(answer.status(), answers.at(-1)).toBe(status);
  };
  const secret = newcomer({ ...papers, ...address, nominee_details });
  const inside = { parent_subscription_id: contractId, plan_subscription_id: kyc, member: secret };
  await hold(await askInside(request, inside, "?dry_run=true"), 200);
  await hold(await askInside(request, inside), 200);
  await hold(await askInside(request, inside), 409);
  await hold(await askInside(request, { ...inside, plan_subscription_id: "plan_nobodys" }), 422);
  await hold(await askInside(request, { ...inside, member: { ...secret, gender: "X" } }), 422);
  await hold(await askInside(request, { ...inside, member: { ...secret, paper: papers.govt_id_value } }), 400);

  const path = "/api/v1/partner/user/activate";
  const theirs = newcomer({
    ...papers,
    phone_number: `+9198${String(Date.now()).slice(-8)}`,
    partner_user_id: "p-1",
    plan_subscription_id: gold,
  });
  const send = (query: string, said: object, status: number) => {
    const body = Buffer.from(JSON.stringify(said));
    const headers = signedHeaders(partner, { path: path + query, body });
    return request.post(path + query, { data: body, headers }).then(answer => hold(answer, status));
  };
  await send("?dry_run=true", theirs, 200);
  await send("", theirs, 200);
  await send("", { ...theirs, name: "" }, 422);

  const known = await lookAt(secret.phone_number);
  for (const { request: desk } of [admin, operator])
    for (const place of ["/admin/members", `/admin/members/${known?.id}`]) {
      const page = await desk.get(place);
      const text = await page.text();
      expect.soft(page.status(), place).toBe(200);
      expect.soft(text.search(/8603.?1497|1497.?2056/), `${place} shows more than the last four`).toBe(-1);
    }
  await hold(await request.get(`${pendingAddress}?email_id=${secret.email_id}`, { headers: insideHeaders() }), 200);

  const around = await dumpAround();
  expect([...around.keys()]).toEqual(expect.arrayContaining(["audit_entry", "activation_log", "government id"]));
  expect(around.get("government id")?.every(closed => closed.startsWith("g1."))).toBe(true);
  expect(findTraces(new Map([...around, ["answers", answers], ...readLogs()]), traces)).toEqual([]);
});
