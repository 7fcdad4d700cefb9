import type pg from "pg";
import { expect, test, vi } from "vitest";
import { Prisma, transaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { withLock } from "@/lib/platform/locks/with-lock";
import { withConnection } from "@/lib/platform/testing/database";
import { day, dueMember, faultsOf, hours, lookAt, makeDue, setTimer } from "@/lib/platform/testing/due-member";
import { killAtLog } from "@/lib/platform/testing/kill-at-log";
import { ask, newContract, newMember, placeIn, proofs, refusalOf } from "@/lib/platform/testing/new-member";
import { passTime } from "@/lib/platform/testing/pass-time";
import { SnippetProcess } from "@/lib/platform/testing/snippet-process";
import { activateDue, runDue } from "./service/activate-due";

const auto = { allowsAuto: true };
const system = { actor: { kind: "system" as const }, requestId: "req_due" };

test("E20: who is due is activated once, with a mail; before the time and after it an outside scheduler is told why not", async () => {
  const { id: contractId, plans } = await newContract({ gold: auto });
  const id = await newMember(contractId);
  expect(await faultsOf(activateDue(id, system))).toEqual([404]);
  await setTimer(id, hours(1));
  await makeDue(id, 60);
  const early = await refusalOf(activateDue(id, system));
  expect([early.code, early.status]).toEqual(["activation_not_due", 409]);
  expect(new Date(String(early.data?.dueAt)).getTime()).toBeGreaterThan(Date.now());
  await runDue(id, "job");
  expect((await lookAt(id)).state, "a job that comes too early does nothing").toBe("scheduled");
  await makeDue(id);
  expect((await activateDue(id, { ...system, dryRun: true })).decision.to).toBe("activated");
  const ended = await Promise.allSettled(Array.from({ length: 20 }, () => activateDue(id, system)));
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const seen = await lookAt(id);
  expect(seen).toMatchObject({ state: "activated", timers: 0, active: 1, mails: ["member.activated"] });
  expect(seen.log.filter(one => one === "auto due activated")).toHaveLength(1);
  const late = await refusalOf(activateDue(id, system));
  expect([late.code, String(late.data?.subscriptionId).slice(0, 3)]).toEqual(["already_active", "ms_"]);

  const partners = await dueMember(contractId, plans.gold);
  await ask(partners, plans.gold, proofs.partner);
  await runDue(partners, "job");
  expect(await lookAt(partners), "the partner was first").toMatchObject({
    active: 1,
    timers: 0,
    mails: ["member.activated"],
  });
});

test("E20: what is missing when the time has come fails the member with the first rule that did not hold, and is written to them once", async () => {
  const { id, plans } = await newContract({ gold: auto, full: { ...auto, seats: 1 }, turned: auto });
  await ask(await newMember(id), plans.full, proofs.direct);
  const turned = await dueMember(id, plans.turned);
  await transaction("system", tx =>
    tx.planSubscription.update({ where: { id: plans.turned }, data: { allowsAuto: false } }),
  );
  for (const [member, code] of [
    [await dueMember(id, plans.gold, { dob: null }), "dob"],
    [await dueMember(id, plans.full), "seat_free"],
    [turned, "auto_allowed"],
  ] as const) {
    await runDue(member, "job");
    const seen = await lookAt(member);
    expect(seen).toMatchObject({ state: "failed", failed: code, timers: 0, active: 0, mails: ["member.failed"] });
    expect(seen.log.at(-1)).toBe("auto due failed");
    await runDue(member, "job");
    expect((await lookAt(member)).mails, "told once").toEqual(["member.failed"]);
  }
});

test("E20: whoever has accepted a plan that begins later gets it on its first day, also where no plan begins by a date alone", async () => {
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
  expect(await lookAt(member)).toMatchObject({ state: "activated", active: 1 });
});

/** Lets a due activation wait for its member's row, and commits a change of the timer before it goes on. */
const overtake = (id: number, change: string, work: () => Promise<unknown>) =>
  withConnection(env.databaseUrl, async (client: pg.Client) => {
    await client.query("SET ROLE gangway_system");
    await client.query("BEGIN");
    await client.query("SELECT FROM member WHERE id = $1 FOR UPDATE", [id]);
    const told = faultsOf(work());
    const waiting = "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";
    await vi.waitUntil(async () => (await client.query(waiting)).rowCount, { timeout: 10_000, interval: 5 });
    await client.query(change, [id]);
    await client.query("COMMIT");
    return told;
  });

test("E20: a timer that is stopped or moved while its job waits gives nothing, and who is held by another act is tried again", async () => {
  const { id, plans } = await newContract({ gold: auto });
  for (const [change, status, timers] of [
    ["DELETE FROM activation_timer WHERE member_id = $1", 404, 0],
    ["UPDATE activation_timer SET due_at = due_at + interval '1 day' WHERE member_id = $1", 409, 1],
  ] as const) {
    const member = await dueMember(id, plans.gold);
    expect(await overtake(member, change, () => activateDue(member, system)), change).toEqual([status]);
    expect(await lookAt(member)).toMatchObject({ state: "scheduled", timers, active: 0, mails: [] });
  }
  const held = await dueMember(id, plans.gold);
  await withLock(`member:${held}`, { ttlSeconds: 10, holder: "direct req_others" }, () => runDue(held, "job"));
  expect(await lookAt(held), "held is no failure").toMatchObject({ state: "scheduled", timers: 1, failed: null });
  await runDue(held, "job");
  expect(await lookAt(held)).toMatchObject({ state: "activated", active: 1 });
});

/** A worker whose own clock is wrong by so many days, and tries all of these. */
const worker = (days: number, members: readonly number[]) =>
  new SnippetProcess(`
    const real = Date.now;
    Date.now = () => real() + ${days * 86_400_000};
    const { runDue } = await load("lib/members/service/activate-due.ts");
    await Promise.all(${JSON.stringify(members)}.map(id => runDue(id, "job_of_${days}")));
    console.log("all tried");
    process.exit(0);`);

test("E20: over two processes with clocks that are days off each fires once, none too early, and one that is killed in the middle leaves it to the next", async () => {
  const { id, plans } = await newContract({ gold: auto });
  const members = await Promise.all(Array.from({ length: 4 }, () => dueMember(id, plans.gold)));
  const later = await newMember(id);
  await setTimer(later, hours(24));
  // Of a plan that nobody else waits for.
  const own = await newContract({ gold: auto });
  const killed = await dueMember(own.id, own.plans.gold);
  const start = () => [worker(3, [...members, later, killed]), worker(-3, [...members, later])];
  await killAtLog(killed, start, async (_ahead, behind) => behind?.says("all tried"));
  expect(await lookAt(killed)).toMatchObject({ state: "scheduled", timers: 1, active: 0, mails: [] });
  for (const one of [...members, killed]) {
    await runDue(one, "job_after");
    const seen = await lookAt(one);
    expect(seen).toMatchObject({ state: "activated", timers: 0, active: 1, mails: ["member.activated"] });
    expect(seen.log.filter(line => line === "auto due activated")).toHaveLength(1);
  }
  expect(await lookAt(later), "its time has not come by the database's clock").toMatchObject({
    state: "scheduled",
    timers: 1,
  });
});

/** The day on which the clocks of Europe change in this month the next time: 2027-03-28. */
function nextLastSundayOf(month: number): string {
  const lastOf = (year: number) => new Date(Date.UTC(year, month, 0));
  const year = new Date().getUTCFullYear();
  const sundays = [year, year + 1].map(one => {
    const last = lastOf(one);
    return new Date(last.getTime() - last.getUTCDay() * 86_400_000);
  });
  // With room for the clocks that earlier tests have moved.
  return (
    sundays
      .find(sunday => sunday.getTime() > Date.now() + 5 * 86_400_000)
      ?.toISOString()
      .slice(0, 10) ?? ""
  );
}

// The last: it moves the clock.
test("E20: a time of the night in which the clocks of Paris change is an instant, and comes to the second", async () => {
  const { id } = await newContract({ gold: auto });
  const member = await newMember(id);
  // Half past three in summer time: an hour and a half after half past one in winter time is half an hour on the wall.
  const dueAt = new Date(`${nextLastSundayOf(3)}T03:30:00+02:00`);
  await setTimer(member, dueAt);
  const [left] = await transaction("system", tx =>
    tx.$queryRaw<{ seconds: number }[]>(Prisma.sql`
      SELECT extract(epoch FROM due_at - app_now())::int AS seconds FROM activation_timer WHERE member_id = ${member}`),
  );
  await passTime((left?.seconds ?? 0) - 3);
  const early = await refusalOf(activateDue(member, system));
  expect([early.code, early.data?.dueAt]).toEqual(["activation_not_due", dueAt.toISOString()]);
  await passTime(4);
  expect((await activateDue(member, system)).activatedAt.toISOString().slice(0, 18)).toBe(
    dueAt.toISOString().slice(0, 18),
  );
});
