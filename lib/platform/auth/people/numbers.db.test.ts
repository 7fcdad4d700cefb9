import { expect, test } from "vitest";
import { randomToken } from "../../crypto";
import { transaction } from "../../db";
import { listMessages } from "../../notifications/queries";
import { type Arrive, sendOtp, verifyOtp } from "../service";
import { findSession, openSession, type SessionUser } from "../session";
import { createStaff } from "../staff";
import { findFreeNumber, unblockNumber } from "./numbers";

const arrive: Arrive = async () => ({ redirectTo: "/", storeId: null, needsOnboarding: false });
const phoneNumber = "+352621345678";
const caller = { address: "203.0.113.7", agent: "desk" };

async function admin(): Promise<SessionUser> {
  const sid = await transaction("system", async tx => {
    const userId = await createStaff(tx, { phoneNumber: "+352621000001", role: "admin", name: "Staff" });
    return (await openSession(tx, { userId })).sid;
  });
  return (await findSession(sid)) ?? expect.unreachable("has no session");
}

const ask = (browser = randomToken(24)) => sendOtp({ phoneNumber }, { browser, ...caller });

async function guessFiveTimes(): Promise<void> {
  const browser = randomToken(24);
  const { challengeId } = await ask(browser);
  const code = (await listMessages({ to: phoneNumber }))[0]?.code;
  const otp = code === "000000" ? "000001" : "000000";
  for (let i = 0; i < 5; i++)
    await verifyOtp({ challengeId, otp }, { arrive, caller: { browser, ...caller } }).catch(() => undefined);
}

test("D25: a number without an account is found with what blocks it, and an admin unblocks it with a reason", async () => {
  const actor = await admin();
  expect(await findFreeNumber("00352 621 345 678")).toMatchObject({ phoneNumber, spelled: "+352 621 345 678" });
  await guessFiveTimes();
  await guessFiveTimes();
  await expect(ask()).rejects.toMatchObject({ code: "too_many_attempts" });
  const blocked = (await findFreeNumber("621345678"))?.state;
  expect(blocked?.counters[0]).toMatchObject({ name: "wrong_guesses", spent: 10, isBlocking: true });
  const input = { phoneNumber, reason: "asked for by phone" };
  await unblockNumber({ actor, input, caller });
  expect((await findFreeNumber(phoneNumber))?.state.counters.filter(({ isBlocking }) => isBlocking)).toEqual([]);
  expect(await ask()).toMatchObject({ resendIn: 60 });
  const entry = await transaction("system", tx =>
    tx.auditEntry.findFirstOrThrow({ where: { action: "people.number_unblocked" } }),
  );
  expect(entry).toMatchObject({ actorId: String(actor.id), subjectId: "•••• 5678", address: caller.address });
  expect(entry.detail).toMatchObject({ reason: "asked for by phone" });
  expect(JSON.stringify(entry)).not.toContain("345678");
});

test("D25: what is no number, or has an account, is not among the numbers without one", async () => {
  await admin();
  for (const text of ["nobody", "12", "+352621000001", "anna@example.com"])
    expect(await findFreeNumber(text), text).toBeNull();
});
