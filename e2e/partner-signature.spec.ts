import { transaction } from "@/lib/platform/db";
import type { NewPartner } from "@/lib/platform/partner/schema";
import { addPartner } from "@/lib/platform/partner/service";
import { isFull } from "@/lib/platform/testing/full-form";
import { expect, test } from "./fixtures";
import {
  call,
  callingAddress,
  newPartner,
  oneRecord,
  type Partner,
  type SignedCall,
  send,
  signatureOf,
  signedHeaders,
} from "./own-partner";
import { practitionerApi } from "./own-practitioner";
import { dataOf, newPhoneNumber, signIn } from "./people";

const unix = (shiftSeconds = 0) => String(Math.floor(Date.now() / 1000) + shiftSeconds);
const isKnown = (phoneNumber: string) =>
  transaction("system", tx => tx.practitioner.count({ where: { phoneNumber } })).then(count => count > 0);
const accepted = ({ id }: Partner) =>
  transaction("system", tx => tx.partnerRequest.count({ where: { accountId: id } }));

/** Headers of a right request with its signature taken apart by `forge`. */
function forged(partner: Partner, body: Buffer, forge: (hex: string, text: SignedCall) => string) {
  const one = { body, timestamp: unix() };
  return { ...signedHeaders(partner, one), "x-ons-signature": forge(signatureOf(partner, one), one) };
}

test("bar 42: every forged signature gets one answer, word for word, and nothing happens", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const [own, other, closed] = [await newPartner(admin), await newPartner(admin), await newPartner(admin)];
  await admin.request.post(`/api/v1/admin/partners/${closed.id}/disable`, { data: { reason: "no longer with us" } });
  const phone = newPhoneNumber();
  const body = oneRecord(phone);
  const by = (secret: string) => (_: string, one: SignedCall) => signatureOf({ ...own, secret }, one);
  const forgeries: [name: string, forge: Parameters<typeof forged>[2]][] = [
    ["of another account", by(other.secret)],
    ["by an empty key", by("")],
    ["by the key undefined", by("undefined")],
    ["by the account's id", by(own.id)],
    ["cut by one", hex => hex.slice(0, -1)],
    ["cut in half", hex => hex.slice(0, 32)],
    ["with junk behind", hex => `${hex}00`],
    ["with a letter that is no hex behind", hex => `${hex}z`],
    ["in capitals", hex => hex.toUpperCase()],
    ["with one capital", hex => hex.replace(/[a-f]/, letter => letter.toUpperCase())],
    ["of another version", hex => `v2=${hex}`],
    ["with the version in capitals", hex => `V1=${hex}`],
    ["in base64", hex => Buffer.from(hex, "hex").toString("base64")],
    ["of zeros", () => "0".repeat(64)],
    ["of nothing but commas", () => ",,,"],
    ["the fifth of five", hex => [...Array.from({ length: 4 }, () => "0".repeat(64)), hex].join(",")],
    ["beside one that is none", hex => `${hex},nonsense`],
    ["a word", () => "undefined"],
    ["over the body alone", (_, one) => signatureOf({ ...own, id: "" }, one)],
  ];
  const told = new Set<string>();
  const answers = forgeries.map(([name, forge]) => [name, forged(own, body, forge)] as const);
  const claims = [
    other.id,
    closed.id,
    "acct_nobody",
    own.id.toUpperCase(),
    `${own.id}.POST`,
    "a".repeat(65),
    "undefined",
    "é",
  ];
  const claimed = claims.map(
    id => [`claims to be ${id}`, { ...forged(own, body, hex => hex), "x-ons-account-id": id }] as const,
  );
  const ofClosed = ["by a disabled account", forged(closed, body, hex => hex)] as const;
  for (const [name, headers] of [...answers, ...claimed, ofClosed]) {
    const { status, told: said } = await send(address, headers, { body });
    expect.soft(status, name).toBe(401);
    told.add(JSON.stringify(said));
  }
  expect([...told], "one body for all").toEqual([expect.stringContaining('"bad_signature"')]);
  expect([await isKnown(phone), await accepted(own)]).toEqual([false, 0]);
  const withAnother = (hex: string) => `${"0".repeat(64)}, v1=${hex}`;
  expect((await send(address, forged(own, body, withAnother), { body })).status, "the right one of two").toBe(200);
  expect(await isKnown(phone)).toBe(true);
});

const mutations = isFull ? 10_000 : 240;

test("bar 42: a request with any one byte changed is refused, whichever byte", async ({ staff, address }) => {
  test.setTimeout(isFull ? 600_000 : 300_000);
  const admin = await staff("admin");
  // Wrong signatures are counted for each account, and so many would be told to wait.
  const partners = await Promise.all(Array.from({ length: Math.ceil(mutations / 2000) }, () => newPartner(admin)));
  const phone = newPhoneNumber();
  const body = oneRecord(phone);
  const outcomes = new Map<string, number>();
  const mutate = async (at: number) => {
    const partner = partners[at % partners.length] as Partner;
    const timestamp = unix();
    const hex = signatureOf(partner, { body, timestamp });
    const place = (at * 7919) % (body.length + hex.length);
    const [sentBody, sentHex] = [Buffer.from(body), Buffer.from(hex)];
    const [target, spot] = place < body.length ? [sentBody, place] : [sentHex, place - body.length];
    const fresh = target === sentHex ? "0123456789abcdef".charCodeAt((at * 31) % 16) : (at * 31) % 256;
    if (target[spot] === fresh) return;
    target[spot] = fresh;
    const headers = { ...signedHeaders(partner, { body, timestamp }), "x-ons-signature": sentHex.toString("latin1") };
    const { status, code } = await send(address, headers, { body: sentBody });
    outcomes.set(`${status} ${code}`, (outcomes.get(`${status} ${code}`) ?? 0) + 1);
  };
  for (let at = 0; at < mutations; at += 16)
    await Promise.all(Array.from({ length: Math.min(16, mutations - at) }, (_, more) => mutate(at + more)));
  expect([...outcomes.keys()]).toEqual(["401 bad_signature"]);
  expect(outcomes.get("401 bad_signature")).toBeGreaterThan(mutations * 0.9);
  expect(await isKnown(phone)).toBe(false);
});

test("bar 43: method, path, query, body, time and account are signed, each by itself", async ({ staff, address }) => {
  const partner = await newPartner(await staff("admin"));
  const body = oneRecord();
  const right: Required<Pick<SignedCall, "body" | "timestamp" | "path">> = {
    body,
    timestamp: unix(),
    path: `${callingAddress}?a=1&b=%20`,
  };
  const headers = signedHeaders(partner, right);
  const others: [name: string, headers: Record<string, string>, call: SignedCall][] = [
    ["path", headers, { ...right, path: right.path.replace("calling", "%63alling") }],
    ["no query", headers, { ...right, path: callingAddress }],
    ["another query", headers, { ...right, path: `${callingAddress}?a=2&b=%20` }],
    ["another order", headers, { ...right, path: `${callingAddress}?b=%20&a=1` }],
    ["another spelling", headers, { ...right, path: `${callingAddress}?a=1&b=+` }],
    ["body", headers, { ...right, body: oneRecord() }],
    ["body with a space more", headers, { ...right, body: Buffer.concat([body, Buffer.from(" ")]) }],
    ["no body", headers, { ...right, body: Buffer.alloc(0) }],
    ["time", { ...headers, "x-ons-timestamp": unix(-1) }, right],
    ["account", { ...headers, "x-ons-account-id": "acct_nobody" }, right],
    ["method", signedHeaders(partner, { ...right, method: "PUT" }), right],
  ];
  for (const [name, given, one] of others)
    expect.soft((await send(address, given, one)).code, name).toMatch(/^(bad_signature|not_found)$/);
  expect(
    (await send(address, headers, right)).status,
    "unchanged it is accepted, with its query as it was written",
  ).toBe(200);
});

test("bars 44 and 45: missing, odd, old and coming times, in their order; no two requests have one text", async ({
  staff,
  address,
}) => {
  const partner = await newPartner(await staff("admin"));
  const body = oneRecord();
  const codeWith = async (timestamp: string) => (await call(address, partner, { body, timestamp })).code;
  for (const odd of ["1", "17600000000", "1760000000.5", "1e9", "-1760000000", "0x68e76a00", "now"])
    expect.soft(await codeWith(odd), odd).toBe("bad_timestamp");
  const late = await call(address, partner, { body, timestamp: unix(-400) });
  expect(late.told.error).toMatchObject({
    code: "stale_timestamp",
    message: expect.stringMatching(/40\d seconds too late/),
  });
  const early = await call(address, partner, { body, timestamp: unix(400) });
  expect(early.told.error).toMatchObject({ message: expect.stringMatching(/(400|399|398|397) seconds too early/) });
  const headers = signedHeaders(partner, { body });
  const without = async (...names: string[]) =>
    (
      await send(address, Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))), {
        body,
      })
    ).code;
  expect(await without("x-ons-signature", "x-ons-timestamp", "x-ons-account-id")).toBe("missing_signature");
  expect(await without("x-ons-timestamp", "x-ons-account-id")).toBe("missing_timestamp");
  expect(await without("x-ons-account-id")).toBe("missing_account");
  // What an account with a point in its name would sign is what this partner signs for a longer path.
  const timestamp = unix();
  const longer = { body, timestamp, path: `POST.${callingAddress}` };
  const collided = signatureOf(partner, longer);
  const claim = {
    ...signedHeaders(partner, { body, timestamp }),
    "x-ons-account-id": `${partner.id}.POST`,
    "x-ons-signature": collided,
  };
  expect((await send(address, claim, { body })).code).toBe("bad_signature");
});

test("E5, E7: a request is accepted once; the same key gets the same answer, other bodies are refused", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const [partner, other] = [await newPartner(admin), await newPartner(admin)];
  const body = oneRecord();
  const headers = signedHeaders(partner, { body });
  const many = await Promise.all(Array.from({ length: 8 }, () => send(address, headers, { body })));
  expect(many.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 7 }, () => 409)]);
  expect(new Set(many.map(({ code }) => code))).toEqual(new Set([undefined, "replayed"]));
  const key = { "Idempotency-Key": "the first of March" };
  const keyed = { body: oneRecord(), headers: key };
  const first = await call(address, partner, keyed);
  const again = await call(address, partner, { ...keyed, timestamp: unix(-2) });
  expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([200, 200, "true"]);
  expect(again.told).toEqual(first.told);
  expect((await call(address, partner, { body: oneRecord(), headers: key, timestamp: unix(-3) })).code).toBe(
    "idempotency_key_reused",
  );
  expect((await call(address, other, { body: oneRecord(), headers: key })).status, "whose key it is").toBe(200);
});

test("E2: nothing is told before the signature is right; then body, then scope", async ({ staff, address }) => {
  const admin = await staff("admin");
  const [partner, members] = [await newPartner(admin), await newPartner(admin, { scopes: ["members"], sandbox: true })];
  const bodies: [body: string, code: string][] = [
    ["{", "invalid_json"],
    ["\u00ff\u0000", "invalid_json"],
    ["[]", "invalid_request"],
    ['{"records":[],"x":1}', "invalid_request"],
    ['{"records":[]}', "invalid_input"],
    [JSON.stringify({ records: Array.from({ length: 1001 }, () => ({})) }), "invalid_input"],
  ];
  for (const [text, code] of bodies) {
    const body = Buffer.from(text, "latin1");
    const wrong = { ...signedHeaders(partner, { body }), "x-ons-signature": "0".repeat(64) };
    expect.soft((await send(address, wrong, { body })).code, text.slice(0, 9)).toBe("bad_signature");
    expect.soft((await call(address, partner, { body })).code, text.slice(0, 9)).toBe(code);
  }
  expect((await call(address, members, { body: oneRecord() })).code).toBe("forbidden");
  const huge = Buffer.alloc(5 * 1024 * 1024 + 1, 32);
  expect((await call(address, partner, { body: huge })).code).toBe("too_large");
  const body = oneRecord();
  const one = { body, timestamp: unix() };
  const wrong = await send(address, { ...signedHeaders(members, one), "x-ons-signature": "0".repeat(64) }, one);
  expect(wrong.told.data.string_to_sign, "an account of a sandbox is told what we signed").toMatch(
    new RegExp(`^${one.timestamp}\\.${members.id}\\.POST\\.${callingAddress}\\.[0-9a-f]{64}$`),
  );
});

test("003: the sandbox's calling system sends a signed batch, and who was called is told of which call", async ({
  caller,
  sandboxUrl,
}) => {
  const secret = "demo_calling_secret_0123456789abcdef0123456789abcdef";
  const account: NewPartner = { id: "acct_calling", name: "Calling system", scopes: ["calling"] };
  await transaction("system", tx => addPartner(tx, account, secret));
  const send = () => fetch(`${sandboxUrl}/calling/send?count=2`, { method: "POST" }).then(answer => answer.json());
  expect((await send()).data).toMatchObject({
    received: 3,
    rejected: 1,
    results: [{}, {}, { errors: [{ field: "phone_number" }] }],
  });
  expect((await send()).data).toMatchObject({ unchanged: 2, created: 0 });
  const request = await caller();
  await signIn(request, "+14155560001");
  const { first_name, prefilled } = await dataOf(await request.get(`${practitionerApi}/step/basic-info`));
  expect(first_name).toBe("Sample");
  expect(prefilled.first_name).toMatchObject({ source: "call", at: "2026-03-02T15:00:00.000Z" });
});
