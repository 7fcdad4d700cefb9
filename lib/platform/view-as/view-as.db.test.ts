import { beforeEach, expect, test, vi } from "vitest";
import { listPlaces, rights } from "@/lib/kinds";
import { noteLookedAt } from "../auth/look";
import { disablePerson } from "../auth/people/service";
import { endSession, eyesOf, findSession, openSession, type SessionUser } from "../auth/session";
import { createStaff } from "../auth/staff";
import { Prisma, type Tx, transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { validate } from "../http/validate";
import { listMessages } from "../notifications/queries";
import { eraseSomebody } from "../rights/service";
import { withConnection } from "../testing/database";
import { listFiles } from "../testing/sources";
import { addStore } from "../testing/tenant-tables";
import { endLook, endLooksThatAreOver, purgeLooks } from "./end";
import { getPointer } from "./queries";
import { PointerStart, ViewStart } from "./schema";
import { beginView, endView, sendPointer } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };
const reason = "cannot find the key, called us";
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return error.code === "illegal_transition" ? error.message : error.code;
    },
  );

let serial = 300;
async function staff(role: "admin" | "operator"): Promise<SessionUser> {
  const sid = await system(async tx => {
    const userId = await createStaff(tx, { phoneNumber: `+352621977${++serial}`, role, name: "Staff" });
    return (await openSession(tx, { userId })).sid;
  });
  return again(sid);
}
const again = async (sid: string) => (await findSession(sid)) ?? expect.unreachable("has no session");
/** Somebody with a shop, whose number is known and no address. */
async function owner() {
  const number = ++serial;
  const { store, user } = await system(tx => addStore(tx, number));
  const { roles, phoneNumber } = await system(tx =>
    tx.user.findUniqueOrThrow({ where: { id: user }, include: { roles: true } }),
  );
  if (roles.length === 0)
    await system(tx => tx.userRole.create({ data: { userId: user, role: "store", storeId: store } }));
  return { id: user, store, phoneNumber: phoneNumber ?? "" };
}
type Whom = { id: number };
const begin = (actor: SessionUser, { id }: Whom, input: object = {}) =>
  beginView({ actor, id, input: { reason, storeId: null, customerId: null, ...input }, caller, listPlaces });
const entriesOf = ({ id }: Whom) =>
  system(tx =>
    tx.auditEntry.findMany({
      where: { subjectId: String(id), action: { startsWith: "people." } },
      orderBy: { id: "asc" },
    }),
  );
const looksAt = ({ id }: Whom) => system(tx => tx.viewAs.findMany({ where: { personId: id }, orderBy: { id: "asc" } }));
const sweep = () => system(endLooksThatAreOver);

let admin: SessionUser;
let one: Awaited<ReturnType<typeof owner>>;
beforeEach(async () => {
  [admin, one] = [await staff("admin"), await owner()];
});

test("F30: an admin sees with a person's eyes for half an hour, the person is told, and begin and end are in the trail", async () => {
  const sessionsOf = () => system(tx => tx.session.findMany({ where: { userId: one.id } }));
  const sessions = await sessionsOf();
  const begun = await begin(admin, one, { from: "/admin/onboardings?status=failed" });
  expect(begun.redirectTo).toBe(`/store/STORE${one.store}/onboarding`);
  const session = await again(admin.sid);
  expect(session, "the session stays the admin's").toMatchObject({ id: admin.id, roles: admin.roles });
  expect(session.look).toMatchObject({ id: begun.id, reason, person: { id: one.id, storeId: one.store } });
  expect(eyesOf(session)).toMatchObject({ id: one.id, storeId: one.store, roles: [{ role: "store" }] });
  const [look] = await looksAt(one);
  expect(Number(look?.endsAt) - Number(look?.beganAt)).toBe(30 * 60_000);
  expect(await sessionsOf(), "the person's own are untouched").toEqual(sessions);

  const notices = await system(tx => tx.notice.findMany({ where: { userId: one.id, kind: "viewed_as" } }));
  expect(notices).toMatchObject([{ values: { reason, minutes: 30 }, href: "/account/notices" }]);
  const [message, ...others] = await listMessages({ to: one.phoneNumber });
  expect(message).toMatchObject({ channel: "sms", body: expect.stringContaining(reason) });
  expect(others).toEqual([]);

  for (const address of ["/store/A", "/store/B", "/store/A", "/admin/people", "/api/v1/admin/people"])
    await noteLookedAt(begun.id, address);
  const back = { redirectTo: "/admin/onboardings?status=failed" };
  expect(await endView({ actor: session, id: one.id })).toEqual(back);
  expect((await again(admin.sid)).look).toBeUndefined();
  expect(await endView({ actor: session, id: one.id }), "twice is fine").toEqual(back);
  await noteLookedAt(begun.id, "/store/C");
  expect((await looksAt(one))[0]?.lookedAt, "as the trail has it").toEqual(["/store/A", "/store/B"]);
  const actor = { actorKind: "user", actorId: String(admin.id) };
  expect(await entriesOf(one)).toMatchObject([
    { action: "people.view_began", ...actor, detail: { view: begun.id, reason, role: "store", storeId: one.store } },
    { action: "people.view_ended", ...actor, detail: { because: "asked", pages: ["/store/A", "/store/B"] } },
  ]);
});

test("F30: a confirmed address is written to instead, and of several places one is chosen", async () => {
  const email = `view${one.id}@example.com`;
  await system(tx => tx.user.update({ where: { id: one.id }, data: { email, emailConfirmed: true } }));
  const second = await owner();
  await system(tx => tx.userRole.create({ data: { userId: one.id, role: "store", storeId: second.store } }));
  expect(await refusal(begin(admin, one))).toBe("invalid_input");
  expect(await refusal(begin(admin, one, { role: "store", storeId: 999_999 }))).toBe("invalid_input");
  expect(await looksAt(one)).toEqual([]);
  await begin(admin, one, { role: "store", storeId: second.store, from: "https://evil.example/" });
  expect((await again(admin.sid)).look?.person.storeId).toBe(second.store);
  const [mail] = await listMessages({ to: email });
  expect(mail).toMatchObject({ channel: "email", body: expect.stringContaining(reason) });
  expect(await listMessages({ to: one.phoneNumber })).toEqual([]);
  expect(await endView({ actor: admin, id: one.id })).toEqual({ redirectTo: `/admin/people/${one.id}` });
});

test("F30: only admins look, and not at staff, themselves, nobody, nor a closed account", async () => {
  const [operator, other] = [await staff("operator"), await staff("admin")];
  const closed = await owner();
  await disablePerson({ actor: admin, id: closed.id, input: { reason }, caller });
  const nowhere = await system(tx => tx.user.create({ data: { phoneNumber: `+352621966${++serial}` } }));
  expect(await refusal(begin(operator, one))).toBe("forbidden");
  expect(await refusal(begin(admin, admin))).toBe("viewNotYourself");
  expect(await refusal(begin(admin, other))).toBe("viewNoStaff");
  expect(await refusal(begin(admin, operator))).toBe("viewNoStaff");
  expect(await refusal(begin(admin, closed))).toBe("viewDisabled");
  expect(await refusal(begin(admin, nowhere))).toBe("viewNothing");
  expect(await refusal(begin(admin, { id: 999_999_999 }))).toBe("not_found");
  await system(tx => tx.userRole.deleteMany({ where: { userId: other.id } }));
  expect(await refusal(begin(other, one)), "whose role was taken meanwhile").toBe("forbidden");
  const ids = [one, admin, other, operator, closed, nowhere].map(({ id }) => id);
  expect(await system(tx => tx.viewAs.count({ where: { personId: { in: ids } } }))).toBe(0);
});

const ends: [string, (sid: string, adminId: number) => Promise<unknown>, string][] = [
  [
    "its time is over",
    sid =>
      system(
        tx => tx.$executeRaw`
          UPDATE view_as SET began_at = began_at - interval '30 minutes', ends_at = ends_at - interval '30 minutes' WHERE session_id = ${sid}`,
      ),
    "expired",
  ],
  [
    "the admin is one no more",
    (_, userId) => system(tx => tx.userRole.deleteMany({ where: { userId } })),
    "admin_left",
  ],
  ["the admin signs out", sid => system(tx => endSession(tx, sid, "signed_out")), "admin_left"],
  [
    "the person's account is closed",
    async () => disablePerson({ actor: await staff("admin"), id: one.id, input: { reason }, caller }),
    "person_closed",
  ],
  [
    "the person becomes staff",
    () => system(tx => tx.userRole.create({ data: { userId: one.id, role: "operator" } })),
    "person_closed",
  ],
];
test.each(ends)("F30: a look ends at once when %s, and the trail tells it", async (_, happen, because) => {
  await begin(admin, one);
  expect((await again(admin.sid)).look).toBeDefined();
  await happen(admin.sid, admin.id);
  expect((await findSession(admin.sid))?.look).toBeUndefined();
  await sweep();
  const entry = (await entriesOf(one)).find(({ action }) => action === "people.view_ended");
  expect(entry).toMatchObject({ actorKind: "system", detail: { admin: admin.id, because } });
  expect(await sweep(), "once").toBe(0);
});

test("F30: a session looks at one person at a time, also when it begins twice at once; others look for themselves", async () => {
  const [second, other] = [await owner(), await staff("admin")];
  await Promise.all([begin(admin, one), begin(admin, second)]);
  await begin(other, one);
  const open = await system(tx => tx.viewAs.findMany({ where: { endedAt: null, adminId: admin.id } }));
  expect(open).toHaveLength(1);
  expect((await again(other.sid)).look?.person.id).toBe(one.id);
  expect(await refusal(endView({ actor: other, id: second.id }))).toBe("not_found");
  expect(await refusal(endView({ actor: admin, id: admin.id }))).toBe("not_found");
  expect((await again(other.sid)).look, "another look than is named").toBeDefined();
  expect(await refusal(sendPointer({ actor: admin, id: 1, input: { place: "/", field: "a" }, caller }))).toBe(
    "not_found",
  );
});

const areWaiting = (count: number) =>
  withConnection(env.databaseUrl, async client => {
    const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    return (await client.query(waiting)).rowCount === count;
  });

test("F30: two looks that a session begins at the same moment begin one after the other", async () => {
  const second = await owner();
  const { both } = await system(async tx => {
    // Held as one holds it who changes nothing that others refer to: only who takes the session for itself waits.
    await tx.$executeRaw`SELECT FROM session WHERE id = ${admin.sid} FOR NO KEY UPDATE`;
    const begun = Promise.allSettled([begin(admin, one), begin(admin, second)]);
    await vi.waitUntil(() => areWaiting(2), { timeout: 10_000 });
    return { both: begun };
  });
  expect((await both).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  const open = await system(tx => tx.viewAs.findMany({ where: { endedAt: null, adminId: admin.id } }));
  expect(open).toHaveLength(1);
});

test("F30: whoever works on a look is waited for: its end is an end, and a next one begins", async () => {
  const second = await owner();
  await begin(admin, one);
  // As a page does that notes itself with the look.
  const whileNoted = async (work: () => Promise<unknown>) => {
    const { going } = await system(async tx => {
      await tx.$executeRaw`UPDATE view_as SET looked_at = looked_at WHERE session_id = ${admin.sid}`;
      const begun = work();
      await vi.waitUntil(() => areWaiting(1), { timeout: 3000 });
      return { going: begun };
    });
    await going;
  };
  await whileNoted(() => begin(admin, second));
  expect((await again(admin.sid)).look?.person.id).toBe(second.id);
  await whileNoted(() => endView({ actor: admin, id: second.id }));
  expect((await again(admin.sid)).look).toBeUndefined();
  expect((await entriesOf(second)).map(({ action }) => action)).toEqual(["people.view_began", "people.view_ended"]);
});

test("F30: a look that began meanwhile ends no earlier than it began", async () => {
  await system(async tx => {
    await tx.$executeRaw`SELECT app_now()`;
    await new Promise(done => setTimeout(done, 20));
    await begin(admin, one);
    expect(await endLook(tx, Prisma.sql`v.person_id = ${one.id}`)).toHaveLength(1);
  });
  const [look] = await looksAt(one);
  expect(look?.endedAt).toEqual(look?.beganAt);
});

test("F30: an address that lets in whoever has it is noted without its secret", async () => {
  const { id } = await begin(admin, one);
  const secret = "Zm9ydHktdHdv";
  const addresses = listFiles("app")
    .filter(file => /\[token\].*\/(page|route)\.tsx?$/.test(file))
    .map(file => file.replace(/^app|\/\([^)]*\)|\/[^/]*$/g, "").replace("[token]", secret));
  expect(addresses.length).toBeGreaterThan(6);
  for (const address of [...addresses, "/store/A/orders"]) await noteLookedAt(id, address);
  const [look] = await looksAt(one);
  expect(look?.lookedAt).toEqual(expect.arrayContaining(["/invite/*", "/api/v1/customer/news/*", "/store/A/orders"]));
  expect(String(look?.lookedAt)).not.toContain(secret);
});

test("F30: the end of a look at somebody who is erased is in the trail, without where their shop was", async () => {
  const { id } = await begin(admin, one);
  await noteLookedAt(id, `/store/STORE${one.store}`);
  await eraseSomebody({ id: one.id, actorId: admin.id, caller, reason, ...rights });
  expect((await again(admin.sid)).look).toBeUndefined();
  const entries = await entriesOf(one);
  expect(entries.map(({ action }) => action)).toEqual(["people.view_began", "people.view_ended", "people.erased"]);
  expect(entries[1]?.detail).toEqual({ view: id, admin: admin.id, because: "person_closed", pageCount: 1 });
});

test("F30: what the database does not take is refused before", async () => {
  const faultsOf = (given: string) => {
    try {
      validate(ViewStart, { reason: given });
      return "taken";
    } catch (thrown) {
      return (thrown as AppError).errors.map(({ field, message }) => `${field}: ${message}`).join();
    }
  };
  const [five, ten] = ["🙂".repeat(5), "🙂".repeat(10)];
  expect([five, "short", ten].map(faultsOf)).toEqual(["reason: reasonTooShort", "reason: reasonTooShort", "taken"]);
  await begin(admin, one, { reason: ten });
  const input = PointerStart.parse({ place: "/", field: "a" });
  const { link } = await sendPointer({ actor: await again(admin.sid), id: one.id, input, caller });
  expect(link).toMatch(/^\/\?pointer=\d+#field-a$/);
});

test("F30: the database keeps no look of more than half an hour, nor one without a reason", async () => {
  const give = (span: string, why: string) =>
    system(
      tx => tx.$executeRaw`
        INSERT INTO view_as (admin_id, person_id, role, in_store, reason, came_from, began_at, ends_at)
        VALUES (${admin.id}, ${one.id}, 'store', 1, ${why}, '/admin', now(), now() + ${span}::interval)`,
    );
  await expect(give("31 minutes", reason)).rejects.toThrow("view_as_span");
  await expect(give("30 minutes", "short")).rejects.toThrow("view_as_reason");
  await give("30 minutes", reason);
  // A session that never was ends it at the next sweep; half a year later it goes.
  await sweep();
  await system(tx =>
    tx.$executeRaw(
      Prisma.sql`UPDATE view_as SET began_at = began_at - interval '181 days', ends_at = ends_at - interval '181 days', ended_at = ended_at - interval '181 days' WHERE person_id = ${one.id}`,
    ),
  );
  expect(await system(purgeLooks)).toBe(1);
});

test("F30: a pointer leads its person to one field, with a note; nobody else, not too many, and only in a look", async () => {
  const input = {
    place: "/store/A/onboarding/letzshop-api",
    field: "apiKey",
    note: "The key is in your Letzshop profile",
  };
  const point = async () => sendPointer({ actor: await again(admin.sid), id: one.id, input, caller });
  expect(await refusal(point()), "without a look").toBe("not_found");
  await begin(admin, one);
  const looking = await again(admin.sid);
  const { id, link } = await point();
  expect(link).toBe(`${input.place}?pointer=${id}#field-apiKey`);
  expect(await getPointer(one.id, id)).toEqual({ field: "apiKey", note: input.note });
  expect(await refusal(getPointer(admin.id, id))).toBe("not_found");
  const notice = await system(tx => tx.notice.findFirst({ where: { userId: one.id, kind: "pointed_at" } }));
  expect(notice).toMatchObject({ href: link, values: { note: input.note } });
  const [message] = await listMessages({ to: one.phoneNumber });
  expect(message?.body).toContain(input.note);
  expect(message?.link).toContain(link);
  const told: string[] = [];
  for (let time = 2; time <= 11; time++) told.push(await refusal(point()));
  expect(told.filter(answer => answer === "rate_limited")).toHaveLength(1);
  await endView({ actor: looking, id: one.id });
  expect(await refusal(sendPointer({ actor: looking, id: one.id, input, caller })), "it has ended").toMatch(
    /not_found|rate_limited/,
  );
  expect((await entriesOf(one)).filter(({ action }) => action === "people.pointed")).toHaveLength(10);
});
