import type pg from "pg";
import { expect, test, vi } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withLock } from "@/lib/platform/locks/with-lock";
import { withConnection } from "@/lib/platform/testing/database";
import { ask, newContract, newMember, newPerson, placeIn, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";
import { activateDue, runDue } from "./service/activate-due";
import { cancelIfScheduled } from "./service/cancel-schedule";
import { findReached } from "./service/find-reached";
import { schedule } from "./service/schedule";

const hours = (many: number) => new Date(Date.now() + many * 3_600_000);
const day = (many: number) =>
  new Date(
    hours(24 * many)
      .toISOString()
      .slice(0, 10),
  );
const auto = { allowsAuto: true };
const asked = { via: proofs.direct, requestId: "req_test" };
const set = (memberId: number, dueAt: Date, planId?: string, dryRun?: boolean) =>
  schedule({ memberId, dueAt, planId, dryRun, ...asked });
const system = { actor: { kind: "system" as const }, requestId: "req_due" };

/** Makes somebody's timer due at this moment, or in so many seconds. */
const makeDue = (memberId: number, seconds = 0) =>
  transaction(
    "system",
    tx => tx.$executeRaw`
      UPDATE activation_timer SET due_at = app_now() + make_interval(secs => ${seconds}::float) WHERE member_id = ${memberId}`,
  );

/** Somebody whose timer is due. */
async function due(contractId: string, planId: string, told: object = {}): Promise<number> {
  const id = await newMember(contractId, { details: { ...newPerson(), ...told } });
  await set(id, hours(1), planId);
  await makeDue(id);
  return id;
}

type Seen = { state: string; failed: string | null; timers: number; active: number; mails: string[]; log: string[] };
const look = async (id: number): Promise<Seen> => {
  const rows = await transaction(
    "system",
    tx => tx.$queryRaw<Seen[]>`
      SELECT m.state::text, m.failed_code AS failed, (SELECT count(*) FROM activation_timer t WHERE t.member_id = m.id)::int AS timers,
        (SELECT count(*) FROM member_subscription s WHERE s.member_id = m.id AND s.ended_at IS NULL)::int AS active,
        ARRAY(SELECT split_part(o.dedupe_key, ':', 1) FROM outbox_message o WHERE o.tenant = 'member:' || m.id ORDER BY o.created_at) AS mails,
        ARRAY(SELECT l.door || ' ' || l.event || ' ' || coalesce(l.to_state, l.code) FROM activation_log l WHERE l.member_id = m.id ORDER BY l.id) AS log
      FROM member m WHERE m.id = ${id}`,
  );
  return rows[0] as Seen;
};
const codesOf = async (work: Promise<unknown>) => {
  const { status, errors } = await refusalOf(work);
  return [status, ...errors.map(({ field, code }) => `${field} ${code}`)];
};

test("E16: a time is refused that is past, too far or outside the days of contract and plan, and a plan that may not begin by itself; the plan follows from the invite or the contract", async () => {
  const { id, plans } = await newContract({ gold: auto, byHand: {}, over: { ...auto, endsOn: day(10) } });
  const member = await newMember(id);
  const refused = (dueAt: Date, planId?: string) => codesOf(set(member, dueAt, planId));
  expect(await refused(hours(-1), plans.gold)).toEqual([422, "activationDate in_past"]);
  expect(await refused(hours(24 * 732), plans.gold)).toEqual([422, "activationDate too_far"]);
  expect(await refused(day(11), plans.over)).toEqual([422, "activationDate outside_plan"]);
  expect(await refused(hours(-1), plans.byHand)).toEqual([
    ...[422, "planSubscriptionId auto_not_allowed", "activationDate in_past"],
  ]);
  expect(await refused(hours(1), "plan_nobodys")).toEqual([422, "planSubscriptionId unknown_plan"]);
  expect(await refused(hours(1)), "two may begin by themselves").toEqual([422, "planSubscriptionId required"]);
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.over }, data: { retiredAt: new Date() } }),
  );
  expect(await refused(hours(1), plans.over)).toEqual([422, "planSubscriptionId plan_not_active"]);

  const dry = await set(member, hours(1), undefined, true);
  expect([dry.planId, dry.from, dry.rules.filter(({ ok }) => !ok)]).toEqual([plans.gold, "draft", []]);
  const before = await look(member);
  expect([before.state, before.timers, before.log.filter(one => one.endsWith("scheduled"))]).toEqual(["draft", 0, []]);

  const at = hours(2);
  expect(await set(member, at)).toMatchObject({ planId: plans.gold, dueAt: at });
  expect(await look(member)).toMatchObject({ state: "scheduled", timers: 1 });
  expect(await codesOf(set(member, at))).toEqual([409]);
  expect([
    await cancelIfScheduled({ memberId: member, ...asked }),
    await cancelIfScheduled({ memberId: member, ...asked }),
  ]).toEqual([true, false]);
  expect(await look(member)).toMatchObject({ state: "draft", timers: 0, active: 0 });

  const invited = await newMember(id);
  await placeIn(invited, "invited");
  await transaction(
    "system",
    tx => tx.$executeRaw`
      INSERT INTO member_invite (member_id, plan_subscription_id, token_hash, channels, created_at, expires_at, take_up_until)
      VALUES (${invited}, ${plans.gold}, 'hash', '{email}', app_now(), app_now() + interval '1 day', app_now() + interval '3 days')`,
  );
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.byHand }, data: { allowsAuto: true } }),
  );
  expect(await set(invited, at), "two are possible, and one was offered").toMatchObject({ planId: plans.gold });
  const [invite] = await transaction("system", tx => tx.memberInvite.findMany({ where: { memberId: invited } }));
  expect(invite?.endedBecause).toBe("superseded");
});

test("E16: number and address are one person's, and who is unknown is not there", async () => {
  const { id: contractId } = await newContract({ gold: auto });
  const [one, other] = [newPerson(), newPerson()];
  const id = await newMember(contractId, { details: one });
  await newMember(contractId, { details: other });
  const find = (told: object) => transaction("system", tx => findReached(tx, { contractId, ...told }));
  const { phoneNumber, emailId } = one;
  for (const told of [{ phoneNumber }, { emailId: emailId.toUpperCase() }, { phoneNumber, emailId }])
    expect(await find(told)).toBe(id);
  expect(await codesOf(find({ phoneNumber, emailId: other.emailId }))).toEqual([422, "emailId other_member"]);
  expect(await codesOf(find({ phoneNumber: "12", emailId: "x" }))).toEqual([
    ...[422, "phoneNumber invalid_phone", "emailId invalid_email"],
  ]);
  expect(await codesOf(find({ emailId: "nobody@example.com" }))).toEqual([404]);
  expect(await codesOf(find({ contractId: "sub_nobodys", phoneNumber }))).toEqual([404]);
});

test("E17: who is due is activated once, with a mail; before the time and after it an outside scheduler is told why not", async () => {
  const { id: contractId, plans } = await newContract({ gold: auto });
  const id = await newMember(contractId);
  expect(await codesOf(activateDue(id, system))).toEqual([404]);
  await set(id, hours(1));
  await makeDue(id, 60);
  const early = await refusalOf(activateDue(id, system));
  expect([early.code, early.status]).toEqual(["activation_not_due", 409]);
  expect(new Date(String(early.data?.dueAt)).getTime()).toBeGreaterThan(Date.now());
  await runDue(id, "job");
  expect((await look(id)).state, "a job that comes too early does nothing").toBe("scheduled");
  await makeDue(id);
  expect((await activateDue(id, { ...system, dryRun: true })).decision.to).toBe("activated");
  const ended = await Promise.allSettled(Array.from({ length: 20 }, () => activateDue(id, system)));
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const seen = await look(id);
  expect(seen).toMatchObject({ state: "activated", timers: 0, active: 1, mails: ["member.activated"] });
  expect(seen.log.filter(one => one === "auto due activated")).toHaveLength(1);
  const late = await refusalOf(activateDue(id, system));
  expect([late.code, String(late.data?.subscriptionId).slice(0, 3)]).toEqual(["already_active", "ms_"]);

  const partners = await due(contractId, plans.gold);
  await ask(partners, plans.gold, proofs.partner);
  await runDue(partners, "job");
  expect(await look(partners), "the partner was first").toMatchObject({
    active: 1,
    timers: 0,
    mails: ["member.activated"],
  });
});

test("E17: what is missing when the time has come fails the member with the first rule that did not hold, and is written to them once", async () => {
  const { id, plans } = await newContract({ gold: auto, full: { ...auto, seats: 1 }, turned: auto });
  await ask(await newMember(id), plans.full, proofs.direct);
  const turned = await due(id, plans.turned);
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.turned }, data: { allowsAuto: false } }),
  );
  for (const [member, code] of [
    [await due(id, plans.gold, { dob: null }), "dob"],
    [await due(id, plans.full), "seat_free"],
    [turned, "auto_allowed"],
  ] as const) {
    await runDue(member, "job");
    const seen = await look(member);
    expect(seen).toMatchObject({ state: "failed", failed: code, timers: 0, active: 0, mails: ["member.failed"] });
    expect(seen.log.at(-1)).toBe("auto due failed");
    await runDue(member, "job");
    expect((await look(member)).mails, "told once").toEqual(["member.failed"]);
  }
});

test("E17: whoever has accepted a plan that begins later gets it on its first day, also where no plan begins by a date alone", async () => {
  const { id, plans } = await newContract({ later: { startsOn: day(3) } });
  const member = await newMember(id);
  await placeIn(member, "otp_verified");
  const { state, activatedAt } = await ask(member, plans.later, proofs.invite);
  expect([state, activatedAt]).toEqual(["scheduled", day(3)]);
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.later }, data: { startsOn: day(0) } }),
  );
  await makeDue(member);
  await runDue(member, "job");
  expect(await look(member)).toMatchObject({ state: "activated", active: 1 });
});

/** Lets a due activation wait for its member's row, and commits a change of the timer before it goes on. */
const overtake = (id: number, change: string, work: () => Promise<unknown>) =>
  withConnection(env.databaseUrl, async (client: pg.Client) => {
    await client.query("SET ROLE gangway_system");
    await client.query("BEGIN");
    await client.query("SELECT FROM member WHERE id = $1 FOR UPDATE", [id]);
    const told = codesOf(work());
    const waiting = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";
    await vi.waitUntil(async () => (await client.query(waiting)).rowCount, { timeout: 10_000, interval: 5 });
    await client.query(change, [id]);
    await client.query("COMMIT");
    return told;
  });

test("E17: a timer that is stopped or moved while its job waits gives nothing, and who is held by another act is tried again", async () => {
  const { id, plans } = await newContract({ gold: auto });
  for (const [change, status, timers] of [
    ["DELETE FROM activation_timer WHERE member_id = $1", 404, 0],
    ["UPDATE activation_timer SET due_at = due_at + interval '1 day' WHERE member_id = $1", 409, 1],
  ] as const) {
    const member = await due(id, plans.gold);
    expect(await overtake(member, change, () => activateDue(member, system)), change).toEqual([status]);
    expect(await look(member)).toMatchObject({ state: "scheduled", timers, active: 0, mails: [] });
  }
  const held = await due(id, plans.gold);
  await withLock(`member:${held}`, { ttlSeconds: 10, holder: "direct req_others" }, () => runDue(held, "job"));
  expect(await look(held), "held is no failure").toMatchObject({ state: "scheduled", timers: 1, failed: null });
  await runDue(held, "job");
  expect(await look(held)).toMatchObject({ state: "activated", active: 1 });
});

const key = 98;
const gate = `
  CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM set_config('lock_timeout', '0', true); PERFORM pg_advisory_xact_lock_shared(${key}); RETURN NEW; END $$`;
/** A worker whose own clock is wrong by so many days, and tries all of these. */
const worker = (days: number, members: readonly number[]) =>
  new SnippetProcess(`
    const real = Date.now;
    Date.now = () => real() + ${days * 86_400_000};
    const { runDue } = await load("lib/members/service/activate-due.ts");
    await Promise.all(${JSON.stringify(members)}.map(id => runDue(id, "job_of_${days}")));
    console.log("all tried");
    process.exit(0);`);

test("E17: over two processes with clocks that are days off each fires once, none too early, and one that is killed in the middle leaves it to the next", async () => {
  const { id, plans } = await newContract({ gold: auto });
  const members = await Promise.all(Array.from({ length: 4 }, () => due(id, plans.gold)));
  const later = await newMember(id);
  await set(later, hours(24));
  const killed = await due(id, plans.gold);
  await withConnection(env.databaseUrl, async client => {
    await client.query(gate);
    await client.query(
      `CREATE TRIGGER wait_here BEFORE INSERT ON activation_log FOR EACH ROW WHEN (NEW.member_id = ${killed}) EXECUTE FUNCTION wait_here()`,
    );
    await client.query("SELECT pg_advisory_lock($1)", [key]);
    const [ahead, behind] = [worker(3, [...members, later, killed]), worker(-3, [...members, later])];
    try {
      await behind.says("all tried");
      const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
      await vi.waitUntil(async () => (await client.query(waiting)).rowCount, { timeout: 30_000, interval: 20 });
    } finally {
      await ahead.kill();
      await behind.kill();
    }
    await client.query("SELECT pg_advisory_unlock($1)", [key]);
    const open = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'";
    await vi.waitUntil(async () => !(await client.query(open)).rowCount, { timeout: 10_000, interval: 20 });
    await client.query("UPDATE named_lock SET taken_at = now() - interval '20 s', until = now() - interval '1 s'");
  });
  expect(await look(killed)).toMatchObject({ state: "scheduled", timers: 1, active: 0, mails: [] });
  for (const one of [...members, killed]) {
    await runDue(one, "job_after");
    const seen = await look(one);
    expect(seen).toMatchObject({ state: "activated", timers: 0, active: 1, mails: ["member.activated"] });
    expect(seen.log.filter(line => line === "auto due activated")).toHaveLength(1);
  }
  expect(await look(later), "its time has not come by the database's clock").toMatchObject({
    state: "scheduled",
    timers: 1,
  });
}, 60_000);

// The last: it moves the clock.
test("E17: a time of the night in which the clocks of Paris change is an instant, and comes to the second", async () => {
  const { id } = await newContract({ gold: auto });
  const member = await newMember(id);
  // Half past three in summer time: an hour and a half after half past one in winter time is half an hour on the wall.
  const dueAt = new Date("2027-03-28T03:30:00+02:00");
  await set(member, dueAt);
  const [left] = await transaction("system", tx =>
    tx.$queryRaw<{ seconds: number }[]>(Prisma.sql`
      SELECT extract(epoch FROM due_at - app_now())::int AS seconds FROM activation_timer WHERE member_id = ${member}`),
  );
  await passTime((left?.seconds ?? 0) - 3);
  const early = await refusalOf(activateDue(member, system));
  expect([early.code, early.data?.dueAt]).toEqual(["activation_not_due", "2027-03-28T01:30:00.000Z"]);
  await passTime(4);
  expect((await activateDue(member, system)).activatedAt.toISOString()).toMatch(/^2027-03-28T01:30:0/);
});
