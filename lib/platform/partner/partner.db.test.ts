import { beforeAll, expect, test } from "vitest";
import type { SessionUser } from "../auth/session";
import { sha256 } from "../crypto";
import { transaction } from "../db";
import { env } from "../env";
import { AppError } from "../errors";
import { acceptedOnce } from "../http/signed";
import { withConnection } from "../testing/database";
import { passTime } from "../testing/pass-time";
import { acceptRequest, purgePartners } from "./accept";
import { signatureOf, stringToSign } from "./canonical";
import { findRefusedSignatures } from "./failures";
import { listPartners } from "./queries";
import type { NewPartner } from "./schema";
import { createPartner, disablePartner, rotatePartner } from "./service";
import { verifySignature } from "./verify";

const arrival = { method: "POST", url: "/api/v1/calling/practitioners", address: "192.0.2.7" };
const body = Buffer.from("{}");
const reason = "a new computer";
let by: Parameters<typeof createPartner>[0];

const make = (id: string, more: Partial<NewPartner> = {}) =>
  createPartner(by, { id, name: id, scopes: ["calling"], ...more });

/** Sends what `secret` signs as an account; `accepted`, or what it is told. */
async function send(accountId: string, secret: string, address = arrival.address): Promise<string> {
  const timestamp = "1760000000";
  const text = stringToSign({ timestamp, accountId, method: arrival.method, path: arrival.url, body });
  return verifySignature(
    { accountId, timestamp, skewSeconds: 0, signatures: [signatureOf(secret, text)] },
    { ...arrival, address },
    body,
  ).then(
    () => "accepted",
    error => error.code,
  );
}

beforeAll(async () => {
  const { id } = await transaction("system", tx => tx.user.create({ data: { name: "Admin" } }));
  by = { actor: { id, roles: [] } as unknown as SessionUser, caller: { address: "192.0.2.1", agent: "a browser" } };
});

test("bar 42: a signature is right by its own account's secret only", async () => {
  const { secret } = await make("acct_own");
  const other = await make("acct_other");
  expect(await send("acct_own", secret)).toBe("accepted");
  for (const wrong of [other.secret, "", "undefined", "null", secret.slice(1), `${secret} `, secret.toUpperCase()])
    expect(await send("acct_own", wrong), wrong.slice(0, 9)).toBe("bad_signature");
  for (const nobody of ["acct_none", "acct_OWN", "", "a.b", "a".repeat(65), "acct_own\n", "undefined"])
    expect(await send(nobody, secret), nobody).toBe("bad_signature");
});

test("E6: two secrets live while they change hands; a disabled account has none", async () => {
  const { secret: first } = await make("acct_turn");
  const { secret: second, previousUntil } = await rotatePartner(by, "acct_turn", { reason });
  expect(previousUntil).not.toBeNull();
  expect([await send("acct_turn", first), await send("acct_turn", second)]).toEqual(["accepted", "accepted"]);
  await expect(rotatePartner(by, "acct_turn", { reason })).rejects.toMatchObject({ code: "illegal_transition" });
  expect(await send("acct_turn", first), "the one in use lives on").toBe("accepted");
  const age = () =>
    transaction(
      "system",
      tx => tx.$executeRaw`UPDATE partner_account SET previous_until = app_now() WHERE id = 'acct_turn'`,
    );
  await age();
  const { secret: third } = await rotatePartner(by, "acct_turn", { reason });
  const all = async () => [
    await send("acct_turn", first),
    await send("acct_turn", second),
    await send("acct_turn", third),
  ];
  expect(await all()).toEqual(["bad_signature", "accepted", "accepted"]);
  await age();
  expect(await all()).toEqual(["bad_signature", "bad_signature", "accepted"]);
  await transaction("system", purgePartners);
  const select = { secret: true, previousSecret: true };
  const kept = await transaction("system", tx =>
    tx.partnerAccount.findUniqueOrThrow({ where: { id: "acct_turn" }, select }),
  );
  expect(kept).toEqual({ secret: expect.stringMatching(/^g1\./), previousSecret: null });
  await rotatePartner(by, "acct_turn", { reason });
  await rotatePartner(by, "acct_turn", { reason, overlapHours: 0 });
  expect(await send("acct_turn", third), "none is kept where that was said").toBe("bad_signature");
  await disablePartner(by, "acct_turn", { reason });
  expect(await all()).toEqual(["bad_signature", "bad_signature", "bad_signature"]);
  await expect(rotatePartner(by, "acct_turn", { reason })).rejects.toMatchObject({ code: "illegal_transition" });
  const trail = await transaction("system", tx => tx.auditEntry.findMany({ where: { subjectId: "acct_turn" } }));
  expect(trail.map(({ action }) => action)).toEqual(
    ["created", "rotated", "rotated", "rotated", "rotated", "disabled"].map(act => `partner.${act}`),
  );
  expect(JSON.stringify(trail), "no secret is in the trail").not.toContain("gws_");
});

test("bar 42: sixty wrong signatures a minute from one address are told to wait; a right one always passes", async () => {
  const { secret } = await make("acct_guessed");
  const wrong = () => send("acct_guessed", "guess");
  const told = await Promise.all(Array.from({ length: 60 }, wrong));
  expect(new Set(told)).toEqual(new Set(["bad_signature"]));
  expect(await wrong()).toBe("rate_limited");
  expect(await send("acct_guessed", secret)).toBe("accepted");
  expect(await send("acct_else", "guess"), "whom else it claims to be has a budget of its own").toBe("bad_signature");
});

test("bar 42: a network whose claims and addresses change is told to wait after six hundred in a minute, and leaves no more rows", async () => {
  const [block, addressOf] = ["2001:db8:9:9::/64", (at: number) => `2001:db8:9:9::${(at + 1).toString(16)}`];
  const { secret } = await make("acct_beside");
  const key = { startsWith: "partner-refused:" };
  const rows = () => transaction("system", tx => tx.rateBucket.count({ where: { key } }));
  const before = await rows();
  expect(await send("acct_first", "guess", addressOf(99))).toBe("bad_signature");
  const ofBlock = `partner-refused:${sha256(block).slice(0, 32)}`;
  await transaction("system", tx => tx.rateBucket.update({ where: { key: ofBlock }, data: { spent: 580 } }));
  const told = await Promise.all(Array.from({ length: 40 }, (_, at) => send(`acct_${at}`, "guess", addressOf(at))));
  expect(told.filter(one => one === "bad_signature")).toHaveLength(20);
  expect(told.filter(one => one === "rate_limited")).toHaveLength(20);
  expect((await rows()) - before, "one for each claim that was heard, and one for the network").toBe(22);
  expect(await send("acct_beside", secret, addressOf(0))).toBe("accepted");
});

type Sent = { accountId: string; scopes: string[]; signed: string };
/** What twenty equal requests at once are told. */
const twentyOf = (actor: Sent) =>
  Promise.all(
    Array.from({ length: 20 }, () =>
      acceptRequest(actor).then(
        () => "accepted",
        error => error.code,
      ),
    ),
  );

test("E5, bar 46: of many equal requests at once one is accepted, also by another process's measure, and it is the key of the table that sees to it", async () => {
  await make("acct_twice");
  const actor = { accountId: "acct_twice", scopes: ["calling"], signed: "1760000000.acct_twice.POST./x.00" };
  await withConnection(env.databaseUrl, async client => {
    const { rows } = await client.query(
      "SELECT pg_get_constraintdef(oid) AS key FROM pg_constraint WHERE conname = 'partner_request_pkey'",
    );
    await client.query("ALTER TABLE partner_request DROP CONSTRAINT partner_request_pkey");
    try {
      const without = await twentyOf({ ...actor, signed: "1760000000.acct_twice.POST./without.00" });
      expect(without.filter(one => one === "accepted").length, "without it there would be more").toBeGreaterThan(1);
    } finally {
      await client.query("TRUNCATE partner_request");
      await client.query(`ALTER TABLE partner_request ADD CONSTRAINT partner_request_pkey ${rows[0].key}`);
    }
  });
  const told = await twentyOf(actor);
  expect(told.filter(one => one === "accepted")).toHaveLength(1);
  expect(told.filter(one => one === "replayed")).toHaveLength(19);
  const age = (minutes: number) =>
    transaction(
      "system",
      tx => tx.$executeRaw`UPDATE partner_request SET accepted_at = app_now() - make_interval(mins => ${minutes}::int)`,
    );
  const count = () => transaction("system", tx => tx.partnerRequest.count());
  await age(14);
  await transaction("system", purgePartners);
  expect(await count()).toBe(1);
  await age(16);
  const last = async () => (await listPartners()).items.find(({ id }) => id === "acct_twice")?.lastRequestAt;
  const before = await last();
  expect(before).toEqual(expect.any(String));
  await transaction("system", purgePartners);
  expect(await count()).toBe(0);
  expect(await last(), "E27: when it was last used is known for good").toBe(before);
});

const answered = (actor: Sent, work: () => Promise<Response>) =>
  acceptedOnce(actor, work).then(
    ({ status }) => status,
    error => error.code,
  );

test("E5: what ended in a fault of ours may be sent again as it was; what was done may not, and costs no call", async () => {
  await make("acct_again");
  const actor = { accountId: "acct_again", scopes: ["calling"], signed: "1760000000.acct_again.POST./x.00" };
  const fine = async () => new Response(null, { status: 200 });
  expect(await answered(actor, async () => new Response(null, { status: 503 }))).toBe(503);
  expect(await answered(actor, () => Promise.reject(new AppError("internal")))).toBe("internal");
  expect(await answered(actor, async () => new Response(null, { status: 200 }))).toBe(200);
  const key = "partner:acct_again";
  const spent = () => transaction("system", tx => tx.rateBucket.findUniqueOrThrow({ where: { key } }));
  const before = await spent();
  for (let at = 0; at < 3; at++) expect(await answered(actor, fine)).toBe("replayed");
  expect(await spent(), "a recorded request uses up nothing").toEqual(before);
  await transaction("system", tx => tx.rateBucket.update({ where: { key }, data: { spent: 600 } }));
  const late = { ...actor, signed: "1760000000.acct_again.POST./late.00" };
  expect(await answered(late, fine)).toBe("rate_limited");
  await transaction("system", tx => tx.rateBucket.update({ where: { key }, data: { spent: 0 } }));
  expect(await answered(late, fine), "it was not carried out before").toBe(200);
  expect(await answered(late, async () => new Response(null, { status: 503 }))).toBe("replayed");
  expect(await answered(late, fine), "a mark is taken back by the call that made it only").toBe("replayed");
});

test("sources/001: an account in whose name twenty signatures of an hour were wrong is told of, by its name; what is right, and nobody's account, counts nowhere", async () => {
  const { secret } = await make("acct_wrong");
  const found = () => transaction("system", tx => findRefusedSignatures(tx, { atLeast: 20 }));
  const fail = async (times: number, account = "acct_wrong") => {
    for (let at = 0; at < times; at++)
      expect(await send(account, "wrong", `198.51.100.${at % 4}`)).toBe("bad_signature");
  };
  await fail(19);
  await fail(21, "acct_nobody");
  for (let at = 0; at < 3; at++) await send("acct_wrong", secret);
  expect((await found()).filter(({ subject }) => subject === "acct_wrong")).toEqual([]);
  await fail(1);
  expect(await found()).toContainEqual({ subject: "acct_wrong", detail: { failed: 20 } });
  expect((await found()).map(({ subject }) => subject)).not.toContain("acct_nobody");
  await passTime(3601);
  expect(await found()).toEqual([]);
});
