import { beforeEach, expect, test } from "vitest";
import { arrive, listPlaces } from "@/lib/kinds";
import { startChallenge } from "@/lib/platform/auth/challenge";
import { sendOtp, verifyOtp } from "@/lib/platform/auth/service";
import { findSession } from "@/lib/platform/auth/session";
import { createStaff } from "@/lib/platform/auth/staff";
import { randomToken } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { listMessages } from "@/lib/platform/notifications/queries";
import { createAgent } from "./service/create-agent";
import { purgeUnverified, signUpAgent } from "./service/sign-up";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);

let serial = 200_000;
let phoneNumber = "";
let browser = "";
let from = { address: "", agent: "test" };
beforeEach(() => {
  serial += 1013;
  from = { address: `2001:db8:${serial.toString(16).slice(-4)}::1`, agent: "test" };
  phoneNumber = `+352621${serial}`;
  browser = randomToken(24);
});

const typed = (name = "Ada Agent") => ({ name, email: `${name.split(" ")[0]}@Example.com`, phoneNumber });
const signUp = (input = typed(), of = browser) => signUpAgent(input, { browser: of, device: null, ...from });
const codeOf = async () => (await listMessages({ to: phoneNumber }))[0]?.code ?? "";
const answer = async ({ challengeId }: { challengeId: string }, of = browser) =>
  verifyOtp({ challengeId, otp: await codeOf() }, { arrive, caller: { browser: of, ...from } });
const findAccount = () =>
  system(tx =>
    tx.user.findUnique({
      where: { phoneNumber },
      include: {
        roles: { select: { role: true, accountType: true }, orderBy: { id: "asc" } },
        agent: { include: { onboarding: { include: { steps: true } } } },
      },
    }),
  );

test("000: an agent's account is there when the code has come back from the browser that asked, and not before", async () => {
  const challenge = await signUp();
  expect(await findAccount()).toBeNull();
  const signedIn = await answer(challenge);
  expect(signedIn).toMatchObject({ isNewUser: true, needsOnboarding: true, redirectTo: "/agent/onboarding" });
  expect(signedIn.roles).toEqual([{ role: "agent", storeId: null }]);
  const account = await findAccount();
  expect(account).toMatchObject({ name: "Ada Agent", email: "ada@example.com", emailConfirmed: false });
  expect(account?.roles).toEqual([{ role: "agent", accountType: null }]);
  expect(account?.agent).toMatchObject({ id: null, onboarding: { kind: "agent", status: "pending" } });
  expect(account?.agent?.onboarding?.steps).toHaveLength(10);
  const mails = await listMessages({ to: "ada@example.com" });
  expect(mails.map(({ subject }) => subject)).toEqual(["Your agent account is open"]);
  const left = await system(tx => tx.agentSignup.count({ where: { phoneNumber } }));
  expect(left).toBe(0);
});

test("000: a code that is sent again, or what is typed again, opens the same account with what was typed last", async () => {
  const first = await signUp();
  expect(await signUp(typed("Ann Agent"))).toMatchObject({ challengeId: first.challengeId });
  await system(
    tx =>
      tx.$executeRaw`UPDATE otp_challenge SET expires_at = now() - interval '1 second', resend_at = now() WHERE id = ${first.challengeId}`,
  );
  const again = await sendOtp({ challengeId: first.challengeId }, { browser, ...from });
  expect(again.challengeId).not.toBe(first.challengeId);
  expect(await answer(again)).toMatchObject({ redirectTo: "/agent/onboarding" });
  expect(await findAccount()).toMatchObject({ name: "Ann Agent", email: "ann@example.com", agent: {} });
});

test("000: nobody makes an account, a role or a name of somebody else's number", async () => {
  const stranger = randomToken(24);
  await signUp(typed("Mallory Agent"), stranger);
  // The owner comes by themselves, for something else.
  const own = await sendOtp({ phoneNumber }, { browser, ...from });
  expect(await answer(own)).toMatchObject({ redirectTo: "/onboarding" });
  expect(await findAccount()).toMatchObject({
    name: null,
    email: null,
    agent: null,
    roles: [{ role: "practitioner" }],
  });
  // And to sign up too, with what they typed themselves.
  await answer(await signUp());
  expect(await findAccount()).toMatchObject({ name: "Ada Agent", email: "ada@example.com" });
  const left = await system(tx => tx.agentSignup.findMany({ where: { phoneNumber }, select: { name: true } }));
  expect(left, "the stranger's words wait for a code that never comes").toEqual([{ name: "Mallory Agent" }]);
});

test("000: a code for a store makes no agent of who typed their name for an account before", async () => {
  await signUp();
  const request = { channel: "sms", identifier: phoneNumber, purpose: "signup", audience: "store", browser } as const;
  const challenge = await system(tx => startChallenge(tx, { ...request, ...from }));
  await answer(challenge);
  expect(await findAccount()).toMatchObject({ agent: null, roles: [] });
});

test("000: a known number gets the role besides what it has, keeps its name, and chooses at the next sign-in", async () => {
  const known = { phoneNumber, name: "Known Name", email: "known@example.com", emailConfirmed: true };
  await system(async tx => {
    const { id } = await tx.user.create({ data: known });
    await createStaff(tx, { phoneNumber, role: "operator", name: null });
    return id;
  });
  const challenge = await signUp();
  expect(Object.keys(challenge).sort(), "as for anybody else").toEqual(["challengeId", "expiresIn", "resendIn", "to"]);
  const first = await answer(challenge);
  expect(first).toMatchObject({ redirectTo: "/agent/onboarding", needsOnboarding: true, isNewUser: false });
  const account = await findAccount();
  expect(account).toMatchObject({ name: "Known Name", email: "known@example.com" });
  expect(account?.roles.map(({ role }) => role)).toEqual(["operator", "agent"]);
  const session = (await findSession(first.sid)) ?? expect.unreachable();
  expect((await listPlaces(session)).map(({ role, redirectTo }) => [role, redirectTo])).toEqual([
    ["operator", "/admin"],
    ["agent", "/agent/dashboard"],
  ]);
  const arriveAs = (audience: string | null) =>
    system(tx => arrive(tx, { userId: first.userId, storeId: null, audience, roles: first.roles }));
  expect(await arriveAs(null)).toMatchObject({ redirectTo: "/choose" });
  expect(await arriveAs("agent")).toMatchObject({ redirectTo: "/agent/onboarding" });
  const again = await answer(await signUp(typed("Other Name"), browser));
  expect(again).toMatchObject({ redirectTo: "/agent/onboarding" });
  expect(await findAccount()).toMatchObject({ name: "Known Name", roles: [{}, {}] });
});

test("000: an agent goes to the dashboard once a run has ended with something to see", async () => {
  const { userId, roles } = await answer(await signUp());
  const goesTo = async () =>
    (await system(tx => arrive(tx, { userId, storeId: null, audience: null, roles }))).redirectTo;
  const onboarding = await system(tx => tx.onboarding.findUniqueOrThrow({ where: { agentUserId: userId } }));
  const seen = [];
  for (const [number, status] of ["failed", "cancelled", "partial", "running"].entries()) {
    const data = { onboardingId: onboarding.id, number, trigger: "owner", status: status as "failed" };
    await system(tx =>
      tx.onboardingRun.create({ data: { ...data, endedAt: status === "running" ? null : new Date() } }),
    );
    seen.push([status, await goesTo()]);
  }
  expect(seen).toEqual([
    ["failed", "/agent/onboarding"],
    ["cancelled", "/agent/onboarding"],
    ["partial", "/agent/dashboard"],
    ["running", "/agent/dashboard"],
  ]);
});

test("000: what was typed and never proved is gone after a day", async () => {
  await signUp();
  expect(await system(purgeUnverified)).toBe(0);
  await system(tx => tx.$executeRaw`UPDATE agent_signup SET created_at = now() - interval '25 hours'`);
  expect(await system(purgeUnverified)).toBeGreaterThan(0);
  expect(await system(tx => tx.agentSignup.count())).toBe(0);
});

test("000: an address makes no more than thirty sign-ups an hour, whoever's numbers they are", async () => {
  const outcomes = [];
  for (let count = 0; count < 31; count++)
    outcomes.push(
      await signUp().then(
        () => "sent",
        error => error.code,
      ),
    );
  expect(outcomes.slice(29)).toEqual(["sent", "rate_limited"]);
});

test("000: an admin makes user, role, agent and onboarding, or of somebody who is known the agent alone; twice is refused", async () => {
  const admin = await system(tx => createStaff(tx, { phoneNumber: "+352621000777", role: "admin", name: "Admin" }));
  const input = { ...typed(), accountType: "Team" as const };
  const make = (who = input) => createAgent(who, { id: admin }, "203.0.113.7");
  const made = await make();
  const account = await findAccount();
  expect(made).toEqual({ userId: account?.id, isNewUser: true, accountType: "Team" });
  expect(account).toMatchObject({ name: "Ada Agent", email: "ada@example.com" });
  expect(account?.roles).toEqual([{ role: "agent", accountType: "Team" }]);
  expect(account?.agent?.onboarding?.steps).toHaveLength(10);
  const [mail] = await listMessages({ to: "ada@example.com" });
  expect(mail).toMatchObject({
    subject: "An agent account was made for you",
    link: expect.stringMatching(/\/login\?/),
  });
  expect(mail?.body).not.toContain(phoneNumber);
  const entry = await system(tx =>
    tx.auditEntry.findFirst({ where: { action: "agent.created", subjectId: String(made.userId) } }),
  );
  expect(entry).toMatchObject({ actorId: String(admin), detail: { accountType: "Team", isNewUser: true } });
  const refusal = { code: "invalid_input", errors: [{ field: "phoneNumber", code: "agent_exists" }] };
  await expect(make()).rejects.toMatchObject(refusal);
  expect(await answer(await sendOtp({ phoneNumber, audience: "agent" }, { browser, ...from }))).toMatchObject({
    ...{ userId: made.userId, redirectTo: "/agent/onboarding" },
  });
});

test("000: whose role was taken away does not get it back by signing up again", async () => {
  await answer(await signUp());
  await system(tx => tx.userRole.deleteMany({ where: { user: { phoneNumber } } }));
  await answer(await signUp(typed(), browser), browser);
  expect((await findAccount())?.roles).toEqual([]);
});
