import nodemailer from "nodemailer";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "./sandbox";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
const account = { accountSid: "ACsandbox00000000000000000000000001", authToken: "twilio-token-of-the-test" };
const basic = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString("base64")}`;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, smtpPort: 0, latencyMs: 0, shipments: 150, twilio: account });
});
afterAll(() => sandbox.close());
afterEach(async () => {
  await control("DELETE", "/_faults");
  await control("DELETE", "/_calls");
});

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function ask(query: string, key: string | null = "ls_sandbox_key"): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/letzshop/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ query }),
  });
  return { status: answer.status, body: await answer.json() };
}

async function sendSms(
  fields: Record<string, string>,
  authorization = basic,
): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${sandbox.url}/twilio/2010-04-01/Accounts/${account.accountSid}/Messages.json`, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, body: await answer.json() };
}

describe("Letzshop", () => {
  test("shipments need a key, the shop does not", async () => {
    const shop = await ask('{ vendor(slug: "demo-shop") { name } }', null);
    expect(shop.body).toEqual({ data: { vendor: { name: "Épicerie du Grund" } } });
    const shipments = await ask("{ shipments(first: 1) { nodes { id } } }", null);
    expect(shipments).toMatchObject({ status: 200, body: { errors: [{ extensions: { code: "UNAUTHORIZED" } }] } });
  });

  test("tracking fails as it does in the wild, and more than 100 are refused", async () => {
    const tracking = await ask("{ shipments(state: confirmed, first: 1) { nodes { id tracking { code } } } }");
    expect(tracking.body).toMatchObject({ errors: [{ path: ["shipments", "nodes", 0, "tracking"] }] });
    const greedy = await ask("{ shipments(first: 101) { nodes { id } } }");
    expect(greedy.body).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
    expect(await ask("{ shipments(state: declined) { nodes { id } } }")).toMatchObject({
      body: { errors: expect.any(Array) },
    });
  });

  test("a second sandbox tells the same story", async () => {
    const other = await startSandbox({ port: 0, latencyMs: 0, shipments: 150 });
    const query =
      "{ shipments(state: confirmed, first: 100) { nodes { id number order { email completedAt total } } } }";
    const [first, second] = await Promise.all([ask(query), fetchFrom(other.url, query)]);
    await other.close();
    expect(second).toEqual(first.body);
  });
});

async function fetchFrom(url: string, query: string): Promise<unknown> {
  const headers = { authorization: "Bearer ls_sandbox_key" };
  return await (
    await fetch(`${url}/letzshop/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) })
  ).json();
}

describe("Twilio", () => {
  test("a message is answered as the real one answers, and remembered", async () => {
    const answer = await sendSms({ To: "+352621000001", From: "+15005550006", Body: "123456 is your code" });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      status: "queued",
      num_segments: "1",
      price: null,
    });
    const calls = (await control("GET", "/_calls?upstream=twilio")).body;
    expect(calls).toMatchObject([{ operation: "messages", status: 201, detail: { To: "+352621000001" } }]);
    expect(JSON.stringify(calls)).not.toContain(basic.slice(6));
    expect(JSON.stringify(calls)).not.toContain(account.authToken);
  });

  test.each([
    [{ From: "+15005550006", Body: "a" }, 400, 21604],
    [{ To: "0621", From: "+15005550006", Body: "a" }, 400, 21211],
    [{ To: "+15005550001", From: "+15005550006", Body: "a" }, 400, 21211],
    [{ To: "+352621000001", Body: "a" }, 400, 21603],
    [{ To: "+352621000001", From: "+15005550006" }, 400, 21602],
    [{ To: "+352621000001", From: "+15005550006", Body: "a".repeat(1601) }, 400, 21617],
  ])("%j gives %i with code %i", async (fields, status, code) => {
    expect(await sendSms(fields as Record<string, string>)).toMatchObject({ status, body: { code, status } });
  });

  test("wrong credentials are refused", async () => {
    const wrong = `Basic ${Buffer.from(`${account.accountSid}:other`).toString("base64")}`;
    expect(await sendSms({ To: "+352621000001" }, wrong)).toMatchObject({ status: 401, body: { code: 20003 } });
  });
});

describe("mail", () => {
  const mail = { from: "a@example.com", to: "b@example.com", subject: "Welcome", text: "Hello" };
  const transport = () => nodemailer.createTransport({ host: "127.0.0.1", port: sandbox.smtpPort ?? 0, secure: false });

  test("is taken and remembered", async () => {
    await transport().sendMail(mail);
    const calls = (await control("GET", "/_calls?upstream=smtp")).body;
    expect(calls).toMatchObject([{ status: 250, detail: { to: ["b@example.com"], subject: "Welcome" } }]);
  });

  test.each([
    ["503", 451],
    ["404", 550],
  ])("fault %s answers %i", async (fault, responseCode) => {
    await control("PUT", "/_faults", { upstream: "smtp", fault });
    await expect(transport().sendMail(mail)).rejects.toMatchObject({ responseCode });
  });
});

describe("faults", () => {
  test("begin after some calls and last for some", async () => {
    await control("PUT", "/_faults", { upstream: "letzshop", operation: "vendor", fault: 503, after: 1, times: 2 });
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await ask('{ vendor(slug: "a") { id } }')).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect((await ask("{ shipments(first: 1) { nodes { id } } }")).status).toBe(200);
  });

  test("a 429 says how long to wait", async () => {
    await control("PUT", "/_faults", { upstream: "feeds", fault: "429" });
    const answer = await fetch(`${sandbox.url}/feeds/fr.csv`);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  test("unknown ones are refused", async () => {
    expect((await control("PUT", "/_faults", { upstream: "letzshop", fault: "explode" })).status).toBe(422);
    expect((await control("PUT", "/_faults", { fault: "500" })).status).toBe(422);
    expect(await control("PUT", "/_faults", { upstream: "letshop", fault: "500" })).toMatchObject({
      status: 422,
      body: {
        error: "unknown_upstream",
        issues: [expect.stringMatching(/"letshop".*letzshop, feeds, rezen, zuora, twilio, slack, s3, calling, smtp/)],
      },
    });
    expect((await control("GET", "/_faults")).body).toEqual([]);
    expect((await control("GET", "/_nothing")).status).toBe(404);
    expect(await control("GET", "/_health")).toMatchObject({ status: 200, body: { status: "ok" } });
  });

  test("stopping does not wait for a call that hangs", async () => {
    const other = await startSandbox({ port: 0, latencyMs: 0, shipments: 10 });
    await fetch(`${other.url}/_faults`, { method: "PUT", body: JSON.stringify({ upstream: "feeds", fault: "hang" }) });
    const call = fetch(`${other.url}/feeds/fr.csv`).then(
      () => "answered",
      () => "broken",
    );
    await new Promise(resolve => setTimeout(resolve, 50));
    await other.close();
    expect(await call).toBe("broken");
  });
});
