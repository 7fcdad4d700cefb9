import { expect, test } from "vitest";
import { randomToken } from "../crypto";
import { Prisma, transaction } from "../db";
import { endSession, findSession, openSession } from "./session";
import { readSessionCookie, sessionCookie, sessionCookieName } from "./session-cookie";

let serial = 0;
async function signedIn(role?: "admin") {
  const phoneNumber = `+35262100${String(++serial).padStart(4, "0")}`;
  return transaction("system", async tx => {
    const roles = role ? { create: [{ role }] } : undefined;
    const user = await tx.user.create({ data: { phoneNumber, name: "Anna", roles } });
    return { user, ...(await openSession(tx, { userId: user.id })) };
  });
}
const change = (sql: Prisma.Sql) => transaction("system", tx => tx.$executeRaw(sql));

test("a session is found with its person and roles", async () => {
  const { user, sid } = await signedIn("admin");
  expect(await findSession(sid)).toEqual({
    id: user.id,
    sid,
    name: "Anna",
    phoneNumber: user.phoneNumber,
    storeId: null,
    customerId: null,
    roles: [{ role: "admin", storeId: null }],
  });
});

test("bar 14: a session that was ended is gone at once, and ends once", async () => {
  const { sid } = await signedIn();
  const end = () => transaction("system", tx => endSession(tx, sid, "signed_out"));
  expect(await end()).toBe(true);
  expect(await end()).toBe(false);
  expect(await findSession(sid)).toBeNull();
});

test("bar 14: a disabled person has no session, and a lost role is lost in the next request", async () => {
  const { user, sid } = await signedIn("admin");
  await change(Prisma.sql`DELETE FROM user_roles WHERE user_id = ${user.id}`);
  expect((await findSession(sid))?.roles).toEqual([]);
  await change(Prisma.sql`UPDATE "user" SET disabled_at = app_now() WHERE id = ${user.id}`);
  expect(await findSession(sid)).toBeNull();
});

test("a session runs out after thirty days; staff leave after twelve idle hours", async () => {
  const [person, staff] = [await signedIn(), await signedIn("admin")];
  await change(Prisma.sql`UPDATE session SET last_seen_at = app_now() - interval '12 hours 1 second'`);
  expect(await findSession(staff.sid)).toBeNull();
  expect(await findSession(person.sid)).not.toBeNull();
  await change(Prisma.sql`UPDATE session SET expires_at = app_now() - interval '1 second' WHERE id = ${person.sid}`);
  expect(await findSession(person.sid)).toBeNull();
});

test("a session makes 300 calls a minute, counts none of another's, and reads its pages all the same", async () => {
  const [busy, other] = [await signedIn(), await signedIn()];
  const calls = Array.from({ length: 320 }, () => findSession(busy.sid, { isCall: true }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes.filter(one => one.status === "fulfilled")).toHaveLength(300);
  const refused = outcomes.find(one => one.status === "rejected")?.reason;
  expect(refused).toMatchObject({ code: "rate_limited", retryAfterSeconds: expect.any(Number) });
  expect(refused.retryAfterSeconds).toBeGreaterThan(0);
  expect(refused.retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(await findSession(busy.sid)).not.toBeNull();
  expect(await findSession(other.sid, { isCall: true })).not.toBeNull();
  await change(Prisma.sql`UPDATE rate_bucket SET ends_at = app_now() WHERE key LIKE 'api:session:%'`);
  expect(await findSession(busy.sid, { isCall: true })).not.toBeNull();
});

test("a cookie names its session; one that we did not make names nothing", async () => {
  const { name, value, options } = await sessionCookie({ userId: 7, sid: "abc" });
  expect(name).toBe("gangway.session");
  expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/", secure: false });
  expect(await readSessionCookie(value)).toEqual({ sid: "abc", userId: 7 });
  const forged = [
    "",
    "x",
    "a.b.c",
    "a.b.c.d.e",
    value.slice(0, -4),
    `${value}x`,
    "eyJhbGciOiJub25lIn0.e30.",
    randomToken(200),
  ];
  for (const text of forged) expect(await readSessionCookie(text)).toBeNull();
  expect(sessionCookieName()).toBe(name);
});
