import { expect, test, vi } from "vitest";
import { breakKey as breakAgentKey } from "@/lib/agents/service/key-health";
import { agentReminding } from "@/lib/agents/service/reminding";
import { practitionerReminding } from "@/lib/practitioners/service/reminding";
import { breakKey as breakStoreKey } from "@/lib/stores/service/key-health";
import { storeReminding } from "@/lib/stores/service/reminding";
import { type Tx, transaction } from "../db";
import { writeNotice } from "../notices/service";
import { listMessages } from "../notifications/queries";
import { sendReminders } from "../reminders/remind";
import { stopReminders } from "../reminders/service";
import { addAgent } from "../testing/agent-tables";
import { type Idle, idleAgent, idlePractitioner, idleStore, setClock } from "../testing/idle-people";
import { addStore } from "../testing/tenant-tables";
import { getPreferences, keyOf } from "./queries";
import type { Choice } from "./schema";
import { setPreferences, stopAllReminders } from "./service";

const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const caller = { address: "203.0.113.7", agent: "a browser" };
const trailOf = (userId: number) =>
  system(tx => tx.auditEntry.count({ where: { action: "people.preferences_changed", subjectId: String(userId) } }));

let serial = 0;
const newUser = async () => {
  const phoneNumber = `+35262177${String(++serial).padStart(4, "0")}`;
  return (await system(tx => tx.user.create({ data: { phoneNumber }, select: { id: true } }))).id;
};

/** Somebody says what they want of these, and nothing of the others. */
async function choose(userId: number, said: Partial<Record<Choice, boolean>>, version?: number) {
  const { choices } = await getPreferences(userId);
  const named = choices.flatMap(choice => {
    const isWanted = said[keyOf(choice)];
    return isWanted === undefined ? [] : [{ ...choice, isWanted }];
  });
  return setPreferences(userId, { choices: named, version }, caller);
}
const unwantedOf = async (userId: number) =>
  (await getPreferences(userId)).choices.filter(({ isWanted }) => !isWanted).map(keyOf);

test("F35: who has said nothing wants everything; what is said stays, what is not named as well, and each change is in the trail once", async () => {
  const [userId, other] = [await newUser(), await newUser()];
  expect(await getPreferences(userId)).toMatchObject({ version: 0 });
  expect(await unwantedOf(userId)).toEqual([]);
  await choose(userId, { "reminders.email": true }, 0);
  expect(await getPreferences(userId), "as it was").toMatchObject({ version: 0 });
  await choose(userId, { "reminders.email": false, "runs.in_app": true }, 0);
  await choose(userId, { "keys.email": false });
  expect(await unwantedOf(userId)).toEqual(["reminders.email", "keys.email"]);
  await choose(userId, { "reminders.email": true, "keys.email": false });
  expect(await unwantedOf(userId)).toEqual(["keys.email"]);
  expect([await trailOf(userId), await trailOf(other)]).toEqual([3, 0]);
  expect(await unwantedOf(other)).toEqual([]);
});

test("F35: of twenty saves of the same form one holds, and the others are told what is saved", async () => {
  const userId = await newUser();
  const saves = Array.from({ length: 20 }, () => choose(userId, { "runs.in_app": false }, 0));
  const ended = await Promise.allSettled(saves);
  expect(ended.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const one of ended)
    if (one.status === "rejected")
      expect(one.reason).toMatchObject({ code: "version_conflict", data: { version: 1, saved: expect.any(Array) } });
  expect(await trailOf(userId)).toBe(1);
});

test("F35: who wants no news of runs gets none under the bell, and everything that needs them", async () => {
  const [userId, other] = [await newUser(), await newUser()];
  await choose(userId, { "runs.in_app": false });
  for (const reader of [userId, other])
    for (const [kind, again] of [
      ["store_run_complete", ""],
      ["store_run_failed", ""],
      ["agent_sync_partial", "by_itself"],
      ["agent_sync_partial", "broken_key"],
      ["viewed_as", ""],
    ] as const)
      await system(tx => writeNotice(tx, { userId: reader, storeId: null, kind, values: { again }, href: "/" }));
  const kindsOf = (who: number) =>
    system(async tx =>
      (await tx.notice.findMany({ where: { userId: who }, orderBy: { id: "asc" } })).map(({ kind }) => kind),
    );
  expect(await kindsOf(userId)).toEqual(["store_run_failed", "agent_sync_partial", "viewed_as"]);
  expect(await kindsOf(other)).toHaveLength(5);
});

test("F35: who wants no mails of keys gets the notice alone, in a store's transaction and in an agent's", async () => {
  const number = 7100;
  const rows = await system(async tx => {
    const store = await addStore(tx, number);
    await addAgent(tx, store.user);
    await tx.$executeRaw`UPDATE stores SET owner_id = ${store.user}, email = 'keys@example.com' WHERE id = ${number}`;
    await tx.$executeRaw`UPDATE "user" SET email = 'keys-agent@example.com' WHERE id = ${store.user}`;
    return store;
  });
  const savedAt = await system(async tx => ({
    store: (await tx.letzshopCredential.findUniqueOrThrow({ where: { storeId: number } })).testedAt,
    agent: (await tx.credential.findFirstOrThrow({ where: { userId: rows.user } })).testedAt,
  }));
  const breakBoth = async (fault: "auth" | "permission") => {
    await transaction({ store: number }, tx =>
      breakStoreKey(tx, { storeId: number, savedAt: savedAt.store, fault, jobId: rows.run }),
    );
    await transaction({ agent: rows.user }, tx =>
      breakAgentKey(tx, { userId: rows.user, savedAt: savedAt.agent, fault, jobId: rows.run }),
    );
  };
  const counts = async () => {
    const mails = await Promise.all(["keys@example.com", "keys-agent@example.com"].map(to => listMessages({ to })));
    const kind = { in: ["store_key_broken", "agent_key_broken"] };
    const notices = await system(tx => tx.notice.count({ where: { userId: rows.user, kind } }));
    return [...mails.map(({ length }) => length), notices];
  };
  await choose(rows.user, { "keys.email": false });
  await breakBoth("auth");
  expect(await counts()).toEqual([0, 0, 2]);
  await choose(rows.user, { "keys.email": true });
  await breakBoth("permission");
  expect(await counts()).toEqual([1, 1, 4]);
});

const remindingOf = [storeReminding, practitionerReminding, agentReminding];
const messagesTo = ({ recipient }: Idle) => listMessages({ to: recipient });
const smsTo = async ({ userId }: Idle) => {
  const { phoneNumber } = await system(tx => tx.user.findUniqueOrThrow({ where: { id: userId } }));
  return (await listMessages({ to: phoneNumber ?? "" })).length;
};

test("F35: reminders go by the way that is wanted and by none where none is; a link stops them as its person could, and they can be wanted again", async () => {
  await setClock("12:00");
  const [usual, bySms, none, agent, practitioner] = [
    ...(await Promise.all([idleStore(), idleStore(), idleStore(), idleAgent(), idlePractitioner()])),
  ];
  if (!usual || !bySms || !none || !agent || !practitioner) return expect.fail("nobody is idle");
  await choose(bySms.userId, { "reminders.email": false });
  for (const { userId } of [none, agent]) await choose(userId, { "reminders.email": false, "reminders.sms": false });
  await choose(practitioner.userId, { "reminders.sms": false });
  await sendReminders(remindingOf);
  const sent = async () =>
    (await Promise.all([usual, bySms, none, agent, practitioner].map(messagesTo))).map(m => m.length);
  expect(await sent()).toEqual([1, 0, 0, 0, 0]);
  expect([await smsTo(usual), await smsTo(bySms), await smsTo(none)]).toEqual([0, 1, 0]);

  const [message] = await messagesTo(usual);
  expect(message?.body).toContain("/account/preferences");
  const token = /\/reminders\/([\w-]+)/.exec(message?.body ?? "")?.[1] ?? "";
  const stop = () => stopReminders({ token }, caller);
  await stop();
  expect(await unwantedOf(usual.userId)).toEqual(["reminders.email", "reminders.sms"]);
  await choose(usual.userId, { "reminders.email": true });
  // Another stretch without progress.
  const goOn = (who: Idle) =>
    system(
      tx =>
        tx.$executeRaw`UPDATE onboarding SET created_at = app_now() - interval '4 days' WHERE id = ${who.onboardingId}`,
    );
  await setClock("12:00", 9);
  await goOn(usual);
  await goOn(none);
  await sendReminders(remindingOf);
  expect((await sent()).slice(0, 3)).toEqual([2, 0, 0]);
  await stop();
  expect(await unwantedOf(usual.userId), "the same link stops them again").toContain("reminders.email");
});

/** What became of the messages of somebody's reminders. */
const endsOf = ({ onboardingId }: Idle) =>
  system(async tx => {
    const rows = await tx.$queryRaw<{ ended: string }[]>`
      SELECT concat_ws(' ', m.state, m.error_code) AS ended FROM reminder r JOIN outbox_message m ON m.dedupe_key = 'reminder:' || r.id
      WHERE r.onboarding_id = ${onboardingId} ORDER BY r.id`;
    return rows.map(({ ended }) => ended);
  });

test("F35: what waits is taken back with what is not wanted any more: by the way that is named, and by link of all that is theirs, also where they wanted none before", async () => {
  await setClock("12:00", 60);
  const [first, second, other] = [await idleStore(), await idleStore(), await idleStore()];
  await system(tx => tx.$executeRaw`UPDATE stores SET owner_id = ${first.userId} WHERE id = ${second.subject}`);
  await sendReminders(remindingOf);
  const ends = async () => [...(await endsOf(first)), ...(await endsOf(second)), ...(await endsOf(other))];
  expect(await ends()).toEqual(["pending", "pending", "pending"]);
  await choose(other.userId, { "reminders.sms": false });
  expect(await ends(), "it is no text message").toEqual(["pending", "pending", "pending"]);
  await choose(other.userId, { "reminders.email": false });
  expect(await ends()).toEqual(["pending", "pending", "failed replaced"]);
  await system(
    tx => tx.$executeRaw`
      INSERT INTO preference (user_id, unwanted, changed_at) VALUES (${first.userId}, '{reminders.email,reminders.sms}', app_now())`,
  );
  const [message] = await messagesTo(first);
  await stopReminders({ token: /\/reminders\/([\w-]+)/.exec(message?.body ?? "")?.[1] ?? "" }, caller);
  expect(await ends()).toEqual(["failed replaced", "failed replaced", "failed replaced"]);
});

test("F35: who wants no mail is texted at their own number alone", async () => {
  await setClock("12:00", 120);
  const [own, none, practitioner] = [await idleStore(), await idleStore(), await idlePractitioner()];
  const [shop, ownPhone] = ["+352621780001", "+352621780002"];
  await system(async tx => {
    await tx.$executeRaw`UPDATE stores SET phone_number = ${shop} WHERE id IN (${own.subject}, ${none.subject})`;
    await tx.$executeRaw`UPDATE "user" SET phone_number = NULL, email = 'no-number@example.com' WHERE id = ${none.userId}`;
    await tx.$executeRaw`UPDATE "user" SET phone_number = ${ownPhone} WHERE id = ${practitioner.userId}`;
  });
  for (const { userId } of [own, none, practitioner]) await choose(userId, { "reminders.email": false });
  await sendReminders(remindingOf);
  const textsTo = async (to: string) => (await listMessages({ to })).length;
  expect([await smsTo(own), await textsTo(ownPhone)]).toEqual([1, 1]);
  expect([await textsTo(shop), await textsTo(practitioner.recipient)], "numbers of something else").toEqual([0, 0]);
  expect([await endsOf(none), await messagesTo(none)]).toEqual([[], []]);
});

test("F35: who says just now that they want none is waited for, and not reminded", async () => {
  await setClock("12:00", 180);
  const one = await idleStore();
  const [said, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const saying = system(async tx => {
    await stopAllReminders(tx, one.userId);
    said.resolve();
    await end.promise;
  });
  await said.promise;
  let isOver = false;
  const sending = sendReminders(remindingOf).finally(() => (isOver = true));
  const isWaitedFor = () =>
    system(async tx => {
      const waiting = await tx.$queryRaw<unknown[]>`
        SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.datname = current_database() WHERE NOT l.granted`;
      return waiting.length > 0;
    });
  await vi.waitUntil(async () => isOver || (await isWaitedFor()), { timeout: 10_000 });
  end.resolve();
  await Promise.all([saying, sending]);
  expect(await endsOf(one)).toEqual([]);
});
