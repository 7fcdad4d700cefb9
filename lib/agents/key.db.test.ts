import { beforeEach, expect, test } from "vitest";
import { decrypt } from "@/lib/platform/crypto";
import { type Tx, transaction } from "@/lib/platform/db";
import { listMessages } from "@/lib/platform/notifications/queries";
import { openTestRezen } from "@/lib/platform/testing/test-rezen";
import { dumpTables, findTraces } from "@/lib/platform/testing/traces";
import { getCredential } from "./queries/credential";
import { deleteKey, purgeDeletedKeys } from "./service/delete-key";
import { type Breakage, breakKey } from "./service/key-health";
import { openAccount } from "./service/open-account";
import { openKey } from "./service/rezen-key";
import { saveKey } from "./service/save-key";
import { testKey } from "./service/test-key";

const rezen = await openTestRezen();
const system = <T>(work: (tx: Tx) => Promise<T>) => transaction("system", work);
const agentIds = ["a", "b"].map(letter => `${letter.repeat(8)}-0000-4000-8000-000000000001`) as [string, string];
const [agentId, otherId] = agentIds;
const apiKey = "real_0123456789abcdef";
const otherKey = "real_fedcba9876543210";

let serial = 0;
let userId = 0;
const newAgent = () =>
  system(async tx => {
    const phoneNumber = `+35262155${String(++serial).padStart(4, "0")}`;
    const { id } = await tx.user.create({ data: { phoneNumber, name: "Typed", email: `agent${serial}@example.com` } });
    await openAccount(tx, { userId: id, name: null, email: null });
    return id;
  });
beforeEach(async () => {
  Object.assign(rezen, { keys: new Set([apiKey, otherKey]), beforeAnswer: () => undefined });
  rezen.agent = { id: agentId, fullName: "Ada Agent", firstName: "Ada", lastName: "Agent", teamId: "team-1" };
  userId = await newAgent();
});

const save = (given: { apiKey?: string; agentId?: string | null } = {}, of = userId) =>
  saveKey({ userId: of }, { apiKey, agentId, ...given }, "203.0.113.7");
const tryKey = (given: { apiKey?: string; agentId?: string } = {}) => testKey({ userId }, { agentId: null, ...given });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    ({ status, errors: [error] = [] }) => [status, error?.field, error?.code].filter(Boolean).join(" "),
  );
const open = (of = userId) => transaction({ agent: of }, tx => openKey(tx, of, { purpose: "sync", jobId: 1 }));
const row = (of = userId) =>
  system(tx =>
    tx.credential.findFirstOrThrow({ where: { userId: of }, include: { agent: { include: { user: true } } } }),
  );
const breakIt = async (fault: Breakage["fault"], by: { jobId: number } | { byUserId: number } = { jobId: 7 }) => {
  const { testedAt: savedAt } = await row();
  await transaction({ agent: userId }, tx => breakKey(tx, { userId, savedAt, fault, ...by }));
};
const mails = async () =>
  (await listMessages({ to: `agent${serial}@example.com` })).map(({ subject }) => subject).reverse();
const notices = () => system(tx => tx.notice.findMany({ where: { userId }, orderBy: { id: "asc" } }));
const audits = async () =>
  (
    await system(tx =>
      tx.auditEntry.findMany({ where: { subjectKind: "agent", subjectId: String(userId) }, orderBy: { id: "asc" } }),
    )
  ).map(({ action }) => action);

test("contract 6: a key that passes is kept closed, with what it proves of the agent, and no answer, audit row or table has it", async () => {
  await save({ apiKey: otherKey }, await newAgent());
  await save();
  const kept = await row();
  expect(kept).toMatchObject({
    platform: "REZEN",
    lastFour: "cdef",
    agent: { id: agentId, fullName: "Ada Agent", teamId: "team-1" },
  });
  expect(kept.agent.user).toMatchObject({ agentId, name: "Ada Agent" });
  const role = await system(tx => tx.userRole.findFirstOrThrow({ where: { userId, role: "agent" } }));
  expect(role.accountType).toBe("Team");
  expect(await open()).toMatchObject({ apiKey, agentId, isBroken: false, savedAt: kept.testedAt });
  const inRow = (number: number) =>
    decrypt(String(kept.apiKey), { table: "credentials", column: "api_key", row: number });
  expect(inRow(kept.id)).toBe(apiKey);
  expect(() => inRow(kept.id + 1)).toThrow();
  expect(await audits()).toEqual(["agent.key_saved", "agent.key_used"]);
  const view = await getCredential(userId);
  expect(view).toMatchObject({ lastFour: "cdef", agentId, agentName: "Ada Agent", problem: null, asksAgentId: true });
  const answers = JSON.stringify([view, await tryKey({ apiKey }), await tryKey()]);
  expect(answers).not.toContain(apiKey);
  expect(findTraces(await dumpTables(), new RegExp(apiKey))).toEqual([]);
});

test("contract 6: whoever is in no team has an individual's account", async () => {
  rezen.agent = { ...rezen.agent, teamId: null };
  await save();
  const role = await system(tx => tx.userRole.findFirstOrThrow({ where: { userId, role: "agent" } }));
  expect(role.accountType).toBe("Individual");
});

const refused: [string, () => unknown, string, Parameters<typeof save>[0]?][] = [
  ["auth", () => undefined, "422 apiKey auth", { apiKey: "real_unknown_key" }],
  ["permission", () => ({ status: 403, body: { message: "Forbidden" } }), "422 apiKey permission"],
  ["wrong_address", () => ({ status: 404, body: { message: "not found" } }), "422 agentId wrong_address"],
  ["wrong_address", () => undefined, "422 agentId wrong_address", { agentId: otherId }],
  ["rate_limit", () => ({ status: 429, body: {} }), "429 apiKey rate_limit"],
  ["unexpected", () => ({ status: 200, body: "<html>" }), "502 apiKey unexpected"],
  ["unreachable", () => ({ status: 200, body: {}, isCut: true }), "502 apiKey unreachable"],
];

test.each(refused)(
  "contract 2: a key whose test says %s is not saved, and the one before stays",
  async (kind, answer, wanted, given) => {
    await save({ apiKey: otherKey });
    rezen.beforeAnswer = answer as typeof rezen.beforeAnswer;
    const typed = { apiKey, agentId, ...given };
    expect(await codeOf(save(typed))).toBe(wanted);
    const told = await tryKey({ apiKey: typed.apiKey, agentId: typed.agentId ?? agentId });
    expect(told).toMatchObject({ ok: false, class: kind, agentId: null });
    expect(await open()).toMatchObject({ apiKey: otherKey, agentId, isBroken: false });
    // The circuit is everybody's: one good call closes it.
    rezen.beforeAnswer = () => undefined;
    expect(await tryKey()).toMatchObject({ ok: true, class: null, agentName: "Ada Agent" });
  },
);

test("contract 2: a key that may not read a typed agent is refused at both, for either may be wrong", async () => {
  rezen.beforeAnswer = () => ({ status: 403, body: { message: "Forbidden" } });
  const errorsOf = (given: Parameters<typeof save>[0]) =>
    save(given).then(
      () => [],
      ({ errors }) => errors,
    );
  const error = { code: "permission", message: "rezenNotThisAgent" };
  expect(await errorsOf({})).toEqual(["apiKey", "agentId"].map(field => ({ field, ...error })));
  rezen.beforeAnswer = () => undefined;
  await save();
});

test("contract 6: a key that does not say whose it is comes with its agent id, once", async () => {
  expect(await codeOf(save({ agentId: null }))).toBe("422 agentId required");
  await save();
  await save({ apiKey: otherKey, agentId: null });
  expect(await open()).toMatchObject({ apiKey: otherKey, agentId });
});

test("contract 6: another agent's key replaces the one before as long as nothing has arrived, and is refused afterwards", async () => {
  await save();
  rezen.agent = { ...rezen.agent, id: otherId, fullName: "Other Agent", teamId: null };
  await save({ agentId: otherId });
  expect((await row()).agent).toMatchObject({ id: otherId, fullName: "Other Agent", user: { agentId: otherId } });
  const arrive = (sql: (tx: Tx) => Promise<unknown>) => system(sql);
  await arrive(
    tx =>
      tx.$executeRaw`INSERT INTO listing (user_id, id, lifecycle_group, synced_at) VALUES (${userId}, 'l-1', 'OPEN', now())`,
  );
  await arrive(
    tx => tx.$executeRaw`
      INSERT INTO rezen_listing_staging (user_id, rezen_id, run_id, raw, mapped, mapping, staged_at) VALUES (${userId}, 'l-1', 1, '{}', '{}', 1, now())`,
  );
  rezen.agent = { ...rezen.agent, id: agentId };
  expect(await codeOf(save())).toBe("422 agentId other_agent");
  expect((await row()).agent.id).toBe(otherId);
  rezen.agent = { ...rezen.agent, id: otherId };
  await save({ apiKey: otherKey, agentId: otherId });
  expect(await open()).toMatchObject({ apiKey: otherKey });
});

test("ADR 016: two accounts with keys of one agent have a key, an agent and data each, and see nothing of the other's", async () => {
  const second = await newAgent();
  await save();
  await save({ apiKey: otherKey }, second);
  await system(async tx => {
    for (const of of [userId, second])
      await tx.$executeRaw`INSERT INTO listing (user_id, id, lifecycle_group, synced_at) VALUES (${of}, 'l-1', 'OPEN', now())`;
  });
  for (const [of, key] of [
    [userId, apiKey],
    [second, otherKey],
  ] as const) {
    expect(await open(of)).toMatchObject({ apiKey: key, agentId });
    const seen = await transaction({ agent: of }, async tx => [
      ...(await tx.agent.findMany({ select: { userId: true } })),
      ...(await tx.credential.findMany({ select: { userId: true } })),
      ...(await tx.listing.findMany({ select: { userId: true } })),
    ]);
    expect(seen.map(one => one.userId)).toEqual([of, of, of]);
  }
  await deleteKey({ userId: second }, "203.0.113.7");
  expect(await open()).toMatchObject({ apiKey });
});

test("B13: a deleted key is of no use at once, its text is gone, and what is left goes after thirty days", async () => {
  await save();
  await deleteKey({ userId }, "203.0.113.7");
  expect(await row()).toMatchObject({ apiKey: null, lastFour: "cdef" });
  expect(await open()).toBeNull();
  expect(await codeOf(tryKey())).toBe("404");
  expect(await codeOf(deleteKey({ userId }, ""))).toBe("404");
  expect(await getCredential(userId)).toMatchObject({ lastFour: null, agentId, deleted: { lastFour: "cdef" } });
  expect(await system(purgeDeletedKeys)).toBe(0);
  await system(
    tx => tx.$executeRaw`UPDATE credentials SET deleted_at = now() - interval '31 days' WHERE user_id = ${userId}`,
  );
  expect(await system(purgeDeletedKeys)).toBe(1);
  expect(await getCredential(userId)).toMatchObject({ lastFour: null, agentId, deleted: null });
  await save();
  expect(await open()).toMatchObject({ apiKey });
  expect(await audits()).toEqual(["agent.key_saved", "agent.key_deleted", "agent.key_saved", "agent.key_used"]);
});

test("B11, B12: a key that a run finds refused is told of once, with the way to its input, and its recovery too", async () => {
  await save();
  await breakIt("auth");
  await breakIt("auth");
  expect(await mails()).toEqual(["Your reZEN key needs you"]);
  const [mail] = await listMessages({ to: `agent${serial}@example.com` });
  expect(mail).toMatchObject({ link: expect.stringMatching(/\/agent\/key$/), body: expect.stringContaining("cdef") });
  expect(await open()).toMatchObject({ isBroken: true });
  expect(await getCredential(userId)).toMatchObject({ problem: { class: "auth" } });
  await breakIt("permission");
  expect(await tryKey()).toMatchObject({ ok: true });
  expect(await mails()).toEqual([...Array(2).fill("Your reZEN key needs you"), "Your reZEN key works again"]);
  expect((await notices()).map(({ kind, href }) => [kind, href])).toEqual([
    ["agent_key_broken", "/agent/key"],
    ["agent_key_broken", "/agent/key"],
    ["agent_key_works", "/agent/key"],
  ]);
  expect(await getCredential(userId)).toMatchObject({ problem: null });
  await breakIt("auth");
  await save({ apiKey: otherKey });
  expect((await mails()).at(-1)).toBe("Your reZEN key works again");
  expect(await open()).toMatchObject({ apiKey: otherKey, isBroken: false });
});

test("B11: a key that was replaced meanwhile is not marked for the one before, nor one that its owner looks at written of", async () => {
  await save();
  const { testedAt: savedAt } = await row();
  await save({ apiKey: otherKey });
  await transaction({ agent: userId }, tx => breakKey(tx, { userId, savedAt, fault: "auth", jobId: 7 }));
  expect(await open()).toMatchObject({ isBroken: false });
  rezen.keys.delete(otherKey);
  expect(await tryKey()).toMatchObject({ ok: false, class: "auth" });
  expect(await getCredential(userId)).toMatchObject({ problem: { class: "auth" } });
  expect([await mails(), await notices()]).toEqual([[], []]);
  rezen.keys.add(otherKey);
  expect(await tryKey()).toMatchObject({ ok: true });
  expect([await getCredential(userId), await mails()]).toMatchObject([{ problem: null }, []]);
});

test("bar 59: a key that does not open is its owner's to enter again, and the admins are told", async () => {
  await save();
  await system(
    tx => tx.$executeRaw`UPDATE credentials SET api_key = left(api_key, -4) || 'AAAA' WHERE user_id = ${userId}`,
  );
  await expect(tryKey()).rejects.toMatchObject({ code: "key_unreadable", status: 409 });
  expect(await getCredential(userId)).toMatchObject({ problem: { class: "unreadable" } });
  const alert = { rule: "unreadable_secret", subject: "credentials" };
  expect(await system(tx => tx.alert.count({ where: alert }))).toBe(1);
  await save();
  expect(await open()).toMatchObject({ apiKey, isBroken: false });
});

test("bar 59: an account has ten tests a minute, whichever way it asks, and another account its own", async () => {
  await save();
  const ways = [() => tryKey({ apiKey: "real_wrong", agentId }), () => save({ apiKey: "real_wrong" }), () => tryKey()];
  const outcomes = [];
  for (let count = 1; count < 11; count++) outcomes.push(await codeOf((ways[count % 3] ?? save)()));
  expect(outcomes.filter(outcome => outcome === "429")).toHaveLength(1);
  expect(outcomes.at(-1)).toBe("429");
  const before = await audits();
  expect(await codeOf(tryKey())).toBe("429");
  expect(await audits(), "nor is the key opened for a test that is not made").toEqual(before);
  const second = await newAgent();
  expect(await codeOf(save({}, second))).toBe("ok");
});

test("000: a test that tells no name takes none away", async () => {
  await save();
  rezen.agent = { id: agentId, teamId: null };
  await save();
  expect((await row()).agent).toMatchObject({ fullName: "Ada Agent", teamId: null, user: { name: "Ada Agent" } });
});
