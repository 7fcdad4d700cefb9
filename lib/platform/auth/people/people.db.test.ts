import { beforeEach, expect, test } from "vitest";
import { randomToken } from "../../crypto";
import { type Tx, transaction } from "../../db";
import { AppError } from "../../errors";
import { listMessages } from "../../notifications/queries";
import { type Arrive, sendOtp, verifyOtp } from "../service";
import { findSession, openSession, type SessionUser } from "../session";
import { createStaff } from "../staff";
import { getPerson, listPeople } from "./queries";
import { disablePerson, enablePerson, signOutPerson, unblockPerson } from "./service";

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "desk" };
const input = { reason: "asked for by phone" };
const refusal = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable("was not refused"),
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return error;
    },
  );

let serial = 200_000;
async function staff(role: "admin" | "operator"): Promise<SessionUser> {
  serial += 1013;
  const sid = await system(async tx => {
    const userId = await createStaff(tx, { phoneNumber: `+352621${serial}`, role, name: "Staff" });
    return (await openSession(tx, { userId })).sid;
  });
  return (await findSession(sid)) ?? expect.unreachable("has no session");
}
async function person(name: string | null = "Zoé Müller") {
  serial += 1013;
  const phoneNumber = `+352621${serial}`;
  const email = `zoe${serial}@example.com`;
  const user = await system(tx => tx.user.create({ data: { phoneNumber, name, email, emailConfirmed: true } }));
  return { id: user.id, phoneNumber, email };
}
const ask = (phoneNumber: string, browser = randomToken(24)) =>
  sendOtp(
    { phoneNumber },
    { browser, address: `2001:db8:${randomToken(2).length}:${serial.toString(16).slice(-4)}::1`, agent: "test" },
  );
const newestCode = async (to: string) => (await listMessages({ to }))[0]?.code ?? "";
async function guessWrong(phoneNumber: string): Promise<void> {
  const browser = randomToken(24);
  const { challengeId } = await ask(phoneNumber, browser);
  const otp = (await newestCode(phoneNumber)) === "000000" ? "000001" : "000000";
  for (let i = 0; i < 5; i++)
    await refusal(verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...caller } }));
}
const lastEntry = (id: number) =>
  system(tx => tx.auditEntry.findFirstOrThrow({ where: { subjectId: String(id) }, orderBy: { id: "desc" } }));

let admin: SessionUser;
let operator: SessionUser;
beforeEach(async () => {
  [admin, operator] = [await staff("admin"), await staff("operator")];
});

test("people are found by whole number, whole address, and the beginning of a name; page by page", async () => {
  const { id, phoneNumber, email } = await person("100%_Zoé");
  const found = async (q: string) => (await listPeople(admin, { q, limit: 25 })).items.map(item => item.id);
  const spelled = `00352 ${phoneNumber.slice(4, 7)} ${phoneNumber.slice(7)}`;
  for (const q of [phoneNumber, phoneNumber.slice(1), spelled, email.toUpperCase(), "100%_zO"])
    expect(await found(q), q).toEqual([id]);
  for (const q of [phoneNumber.slice(0, -1), email.slice(1), "00%", "%", "_", "'", "nobody"])
    expect(await found(q), q).not.toContain(id);
  const first = await listPeople(admin, { limit: 1 });
  const second = await listPeople(admin, { limit: 1, cursor: first.nextCursor ?? "" });
  expect(first.items[0]?.id).toBe(id);
  expect(second.items[0]?.id).toBe(operator.id);
});

test("an operator sees nobody's name, number or address, and finds nobody by name", async () => {
  const { id, phoneNumber, email } = await person();
  const seen = [await listPeople(operator, { q: phoneNumber, limit: 25 }), await getPerson(operator, id)];
  expect(JSON.stringify(seen)).not.toMatch(new RegExp(`Müller|Zoé|${phoneNumber.slice(1)}|${email}|example`));
  expect(seen[0]).toMatchObject({ items: [{ id, name: "Z••• M•••", phoneNumber: `•••• ${phoneNumber.slice(-4)}` }] });
  expect((await listPeople(operator, { q: "Zo", limit: 25 })).items).toEqual([]);
});

test("disabling ends every session, known browser and open code at once, and enabling lets the person back in", async () => {
  const { id, phoneNumber } = await person();
  const browser = randomToken(24);
  const { challengeId } = await ask(phoneNumber, browser);
  const otp = await newestCode(phoneNumber);
  const { sid } = await verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...caller } });
  const open = await ask(phoneNumber, browser);
  const openCode = await newestCode(phoneNumber);
  expect(await findSession(sid)).not.toBeNull();

  const closed = await disablePerson({ actor: admin, id, input, caller });
  expect(closed).toMatchObject({ sessions: 0, devices: 0, disabledAt: expect.any(String) });
  expect(await findSession(sid)).toBeNull();
  const late = verifyOtp({ challengeId: open.challengeId, otp: openCode }, { arrive, caller: { browser, ...caller } });
  expect((await refusal(late)).code).toBe("code_expired");
  expect(await lastEntry(id)).toMatchObject({
    action: "people.disabled",
    actorId: String(admin.id),
    address: caller.address,
    detail: { reason: input.reason, sessions: 1, devices: 1, codes: 1 },
  });
  expect((await refusal(disablePerson({ actor: admin, id, input, caller }))).code).toBe("illegal_transition");

  await enablePerson({ actor: admin, id, input, caller });
  expect(await findSession(sid)).toBeNull();
  const again = await ask(phoneNumber, browser);
  const code = await newestCode(phoneNumber);
  const back = verifyOtp({ challengeId: again.challengeId, otp: code }, { arrive, caller: { browser, ...caller } });
  await expect(back).resolves.toMatchObject({ userId: id });
  expect((await refusal(enablePerson({ actor: admin, id, input, caller }))).code).toBe("illegal_transition");
});

test("nobody disables themselves; of two admins who disable each other at once one is too late; nobody is there: 404", async () => {
  const other = await staff("admin");
  expect((await refusal(disablePerson({ actor: admin, id: admin.id, input, caller }))).code).toBe("illegal_transition");
  const both = await Promise.allSettled([
    disablePerson({ actor: admin, id: other.id, input, caller }),
    disablePerson({ actor: other, id: admin.id, input, caller }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const acting = await staff("admin");
  expect((await refusal(unblockPerson({ actor: acting, id: 999_999_999, input, caller }))).code).toBe("not_found");
});

test("an admin signs somebody out of every browser", async () => {
  const { id } = await person();
  const sids = await system(async tx => [await openSession(tx, { userId: id }), await openSession(tx, { userId: id })]);
  await signOutPerson({ actor: admin, id, input, caller });
  for (const { sid } of sids) expect(await findSession(sid)).toBeNull();
  expect(await findSession(admin.sid)).not.toBeNull();
  expect(await lastEntry(id)).toMatchObject({ action: "people.signed_out", detail: { sessions: 2 } });
});

test("a locked number says why and until when; unblocking with a reason lets its owner ask again at once", async () => {
  const { id, phoneNumber } = await person();
  for (let i = 0; i < 2; i++) await guessWrong(phoneNumber);
  expect((await refusal(ask(phoneNumber))).code).toBe("too_many_attempts");

  const [sms] = (await getPerson(operator, id)).signIn;
  const lock = sms?.counters.find(counter => counter.name === "wrong_guesses");
  expect(lock).toMatchObject({ spent: 10, limit: 10, isBlocking: true, who: "strangers", isPersonal: true });
  const wait = Date.parse(lock?.until ?? "") - Date.now();
  expect(wait).toBeGreaterThan(800_000);
  expect(wait).toBeLessThanOrEqual(900_000);
  expect(sms?.counters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["number_day", "strangers_day", "browser_10m", "browser_day", "block_10m", "all_10m"]),
  );
  expect(sms?.challenges.map(({ triesLeft }) => triesLeft)).toEqual([0, 0]);

  const after = await unblockPerson({ actor: admin, id, input, caller });
  expect(after.signIn[0]?.counters.filter(({ isPersonal }) => isPersonal)).toEqual([]);
  expect(after.signIn[0]?.challenges).toEqual([]);
  await expect(ask(phoneNumber)).resolves.toMatchObject({ resendIn: 60 });
  const entry = await lastEntry(id);
  expect(entry).toMatchObject({ action: "people.unblocked", detail: { reason: input.reason } });
  expect(JSON.stringify(entry)).not.toContain(phoneNumber.slice(1));
});

test("three open codes say until when there is no room", async () => {
  const { id, phoneNumber } = await person();
  for (let i = 0; i < 3; i++) await ask(phoneNumber);
  const [sms] = (await getPerson(admin, id)).signIn;
  expect(sms?.counters[0]).toMatchObject({ name: "open_codes", spent: 3, limit: 3, isBlocking: true });
  expect((await refusal(ask(phoneNumber))).code).toBe("rate_limited");
  await unblockPerson({ actor: admin, id, input, caller });
  await expect(ask(phoneNumber)).resolves.toBeDefined();
});
