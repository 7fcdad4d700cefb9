import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { agentReminding } from "@/lib/agents/service/reminding";
import { stepSlugs } from "@/lib/practitioners/schema";
import { practitionerReminding } from "@/lib/practitioners/service/reminding";
import { storeReminding } from "@/lib/stores/service/reminding";
import { pass } from "@/lib/worker";
import { type Tx, transaction } from "../db";
import { getReminderFigures } from "../flow/queries";
import { deliver } from "../notifications/delivery";
import { listMessages } from "../notifications/queries";
import { listenForMail } from "../sandbox/mail-sink";
import { sandboxState } from "../sandbox/server";
import { age, type Idle, idleAgent, idlePractitioner, idleStore, setClock } from "../testing/idle-people";
import { saveStep } from "../testing/new-practitioner";
import { SnippetProcess } from "../testing/snippet-process";
import { WorkerProcess } from "../testing/worker-process";
import { sendReminders } from "./remind";
import { stopReminders } from "./service";

const state = sandboxState(0);
const mail = await listenForMail(state, { host: "127.0.0.1", port: 0 });
vi.stubEnv("SMTP_URL", `smtp://127.0.0.1:${mail.port}`);
afterAll(() => mail.close());

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const lookOnce = () => sendReminders([storeReminding, practitionerReminding, agentReminding]);
const remindersOf = ({ onboardingId }: Idle) =>
  system(tx => tx.reminder.findMany({ where: { onboardingId }, orderBy: { id: "asc" } }));
const messagesTo = ({ recipient }: Idle) => listMessages({ to: recipient });
const caller = { address: "203.0.113.7", agent: "mail program" };
async function tokenTo(who: Idle): Promise<string> {
  const [newest] = await messagesTo(who);
  return /\/reminders\/([\w-]+)/.exec(newest?.body ?? "")?.[1] ?? expect.fail("no link");
}

beforeEach(async () => {
  await setClock("12:00");
  await system(tx => tx.$executeRaw`DELETE FROM onboarding`);
});

test("C31: whoever has not gone on gets one message with the next step, also of two passes at once; another only after progress", async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => idleStore()));
  const practitioner = await idlePractitioner();
  const told = await Promise.all([lookOnce(), lookOnce(), lookOnce()]);
  expect(told.reduce((sum, count) => sum + count)).toBe(13);
  await lookOnce();
  for (const one of [...people, practitioner]) {
    expect(await remindersOf(one)).toHaveLength(1);
    expect(await messagesTo(one)).toHaveLength(1);
  }
  const [byMail] = await messagesTo(people[0] ?? practitioner);
  expect(byMail).toMatchObject({ channel: "email", subject: expect.stringContaining("Merchant profile") });
  expect(byMail?.link).toMatch(/\/store\/IDLE\d+\/onboarding\/merchant-profile$/);
  const [bySms] = await messagesTo(practitioner);
  expect(bySms).toMatchObject({ channel: "sms", body: expect.stringContaining("Basic info") });
  expect(bySms?.link).toMatch(/\/onboarding\/basic-info$/);

  await setClock("12:00", 30);
  expect(await lookOnce(), "no progress, no further message").toBe(0);
  await saveStep({ userId: practitioner.userId, practitionerId: practitioner.subject }, "basic-info");
  await setClock("12:00", 32);
  expect(await lookOnce(), "two days are too soon").toBe(0);
  await setClock("12:00", 34);
  expect(await lookOnce()).toBe(1);
  expect(await remindersOf(practitioner)).toMatchObject([
    { channel: "sms" },
    { channel: "email", step: "visual_profile" },
  ]);
});

test("C31: an agent who came and let nothing be fetched is reminded of it; who never came is not, nor who waits for a run", async () => {
  const [came, never, waits] = [await idleAgent(), await idleAgent({ hasCome: false }), await idleAgent()];
  const run = { onboardingId: waits.onboardingId, number: 1, trigger: "owner" };
  await system(tx => tx.onboardingRun.create({ data: run }));
  expect(await lookOnce()).toBe(1);
  const [message] = await messagesTo(came);
  expect(message).toMatchObject({
    subject: "Next for your agent account: Data from reZEN",
    link: expect.stringMatching(/\/agent\/onboarding$/),
  });
  expect([await messagesTo(never), await messagesTo(waits)]).toEqual([[], []]);
});

test("C31: the database takes one reminder for each stretch", async () => {
  const one = await idleStore();
  await lookOnce();
  const again = system(
    tx => tx.$executeRaw`
      INSERT INTO reminder (onboarding_id, kind, stretch_at, step, channel, token_hash, sent_at)
      SELECT onboarding_id, kind, stretch_at, step, channel, 'another', sent_at FROM reminder WHERE onboarding_id = ${one.onboardingId}`,
  );
  await expect(again).rejects.toThrow(/reminder_onboarding_id_stretch_at_key|onboarding_id, stretch_at|23505/);
});

const setStatus = (status: "skipped" | "cancelled") => (who: Idle) =>
  system(tx => {
    const skip = { skippedAt: new Date(), skippedById: who.userId, skippedReason: "asked for by phone" };
    return tx.onboarding.update({
      where: { id: who.onboardingId },
      data: { status, ...(status === "skipped" ? skip : {}) },
    });
  });
const excluded: Record<string, (who: Idle) => Promise<unknown>> = {
  skipped: setStatus("skipped"),
  cancelled: setStatus("cancelled"),
  disabled: ({ userId }) => system(tx => tx.user.update({ where: { id: userId }, data: { disabledAt: new Date() } })),
  unverified: ({ subject }) => system(tx => tx.store.update({ where: { id: subject }, data: { verifiedAt: null } })),
  "without an owner": ({ subject }) =>
    system(tx => tx.store.update({ where: { id: subject }, data: { ownerId: null } })),
  "in an import": ({ onboardingId }) =>
    system(tx => tx.onboardingRun.create({ data: { onboardingId, number: 1, trigger: "owner" } })),
  "just told how an import ended": ({ onboardingId }) =>
    system(
      tx => tx.$executeRaw`
        INSERT INTO onboarding_run (onboarding_id, number, trigger, status, ended_at) VALUES (${onboardingId}, 1, 'owner', 'failed', app_now())`,
    ),
  "typing still": ({ onboardingId }) =>
    system(
      tx => tx.$executeRaw`
        INSERT INTO step_draft (onboarding_id, step, answers, saved_at) VALUES (${onboardingId}, 'merchant_profile', '{}', app_now())`,
    ),
  "two days away": who => age(who, 2),
  "long gone": who => age(who, 40),
};
test("C31: nobody is reminded who is finished, let in, stopped, not there, or waits for us", async () => {
  const control = await idleStore();
  const others = new Map<string, Idle>();
  for (const [name, become] of Object.entries(excluded)) {
    const one = await idleStore();
    await become(one);
    others.set(name, one);
  }
  const [inactive, disabled] = [await idlePractitioner(), await idlePractitioner()];
  await system(tx => tx.practitioner.update({ where: { id: inactive.subject }, data: { isActive: false } }));
  await excluded.disabled?.(disabled);
  others.set("not active", inactive).set("disabled practitioner", disabled);
  const through = await idlePractitioner();
  for (const slug of stepSlugs) await saveStep({ userId: through.userId, practitionerId: through.subject }, slug);
  await age(through, 4);
  others.set("finished", through);
  await lookOnce();
  expect(await remindersOf(control)).toHaveLength(1);
  for (const [name, one] of others) expect.soft(await remindersOf(one), name).toEqual([]);
});

test("C31: it is day where they are, as far as their number tells, else in the zone that is set", async () => {
  const here = await Promise.all([idleStore(), idlePractitioner("+34600000001")]);
  const overSea = await idlePractitioner("+14155550177");
  const count = async (who: Idle) => (await remindersOf(who)).length;
  const counts = () => Promise.all([...here, overSea].map(count));
  for (const time of ["08:58", "18:02", "03:00"]) {
    await setClock(time);
    await lookOnce();
    expect(await counts(), time).toEqual([0, 0, 0]);
  }
  await setClock("09:02");
  await lookOnce();
  expect(await counts(), "night in America").toEqual([1, 1, 0]);
  await setClock("17:30", 2, "America/St_Johns");
  await lookOnce();
  expect(await counts()).toEqual([1, 1, 1]);
});

test("C31: the link of a message stops them for good and takes back what has not left; one that nobody was sent does nothing", async () => {
  const [one, other] = [await idlePractitioner(), await idlePractitioner()];
  await lookOnce();
  const token = await tokenTo(one);
  await stopReminders({ token: "nobodys" }, caller);
  expect([await remindersOf(one), await remindersOf(other)]).toMatchObject([
    [{ stoppedAt: null }],
    [{ stoppedAt: null }],
  ]);
  for (const _ of [1, 2]) await stopReminders({ token }, caller);
  const trail = { where: { action: "practitioner.reminders_stopped", subjectId: String(one.subject) } };
  expect(await system(tx => tx.auditEntry.findMany(trail))).toMatchObject([{ actorKind: "anonymous" }]);
  const where = { recipient: one.recipient };
  expect(await system(tx => tx.outboxMessage.findMany({ where }))).toMatchObject([
    { state: "failed", errorCode: "replaced" },
  ]);
  for (const who of [one, other]) await saveStep({ userId: who.userId, practitionerId: who.subject }, "basic-info");
  await setClock("12:00", 7);
  await lookOnce();
  expect(await remindersOf(one), "wants no more").toHaveLength(1);
  expect(await remindersOf(other)).toHaveLength(2);
});

test("C31: a mail program finds where to stop them by one POST, and the mail has the same link to read", async () => {
  const one = await idleStore();
  await lookOnce();
  const [message] = await messagesTo(one);
  await deliver(message?.id ?? "");
  const token = await tokenTo(one);
  const [arrived] = state.calls.list("smtp", "mail").filter(({ detail }) => String(detail.to) === one.recipient);
  const head =
    String(arrived?.detail.text)
      .split(/\r?\n\r?\n/, 1)[0]
      ?.replace(/\r?\n\s+/g, " ") ?? "";
  expect(head).toMatch(new RegExp(`^List-Unsubscribe: <https?://\\S+/api/v1/reminders/${token}>\\r?$`, "m"));
  expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
});

test("C31: sent, went on within a week, and want no more are counted by kind", async () => {
  const [back, late, stopped] = [await idlePractitioner(), await idlePractitioner(), await idlePractitioner()];
  await idleStore();
  await lookOnce();
  await stopReminders({ token: await tokenTo(stopped) }, caller);
  const goOn = (who: Idle) => saveStep({ userId: who.userId, practitionerId: who.subject }, "basic-info");
  await setClock("12:00", 8);
  await goOn(back);
  await setClock("12:00", 10);
  await goOn(late);
  expect(await getReminderFigures("30d")).toEqual([
    { kind: "practitioner", sent: 3, cameBack: 1, stopped: 1 },
    { kind: "store", sent: 1, cameBack: 0, stopped: 0 },
  ]);
  expect(await getReminderFigures("7d"), "a period tells its own").toEqual([]);
});

test("C31: the poll reminds, and so does a worker; with REMINDER_DAYS=0 nobody does", async () => {
  const one = await idleStore();
  vi.stubEnv("REMINDER_DAYS", "0");
  const off = new SnippetProcess(`const { pass } = await load("lib/worker.ts"); await pass(1); process.exit(0);`);
  expect(await off.ended).toMatchObject({ code: 0 });
  vi.stubEnv("REMINDER_DAYS", "3");
  expect(await remindersOf(one)).toEqual([]);
  await pass(1);
  expect(await remindersOf(one)).toHaveLength(1);
  const next = await idleStore();
  const worker = await WorkerProcess.start();
  try {
    await vi.waitFor(async () => expect(await remindersOf(next)).toHaveLength(1), { timeout: 10_000, interval: 50 });
  } finally {
    await worker.kill();
  }
});
