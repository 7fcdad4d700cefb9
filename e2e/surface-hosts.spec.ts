import { randomUUID } from "node:crypto";
import { expect, test } from "./fixtures";
import { newPhoneNumber, post, readCode } from "./people";
import { rawRequest, sendRaw } from "./raw-http";

test("bar 34: a private page with a file's name at its end is not there, and nothing may keep it", async ({
  storeAt,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = `/store/${owner.code}/onboarding/merchant-profile`;
  const tails = ["/x.css", "/x.js", ".css", ";x.css", "%2fx.css", "/%2e%2e/x.png", "%0ax.css", "%23x.css"];
  for (const address of [page, "/api/v1/auth/me", "/choose"].flatMap(start => tails.map(tail => start + tail))) {
    const answer = await owner.request.get(address, { maxRedirects: 0 });
    expect.soft(answer.status(), address).toBeLessThan(500);
    const isKept = !/no-store/.test(answer.headers()["cache-control"] ?? "");
    expect.soft(isKept && (await answer.text()).includes(owner.marker), address).toBe(false);
  }
});

test("bar 34: no Host or forwarded header gets into a mail: its links are those of the configured origin", async ({
  address,
  request,
  sandboxUrl,
}) => {
  const evil = { Host: "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" };
  const send = (path: string, data: object, Cookie = "") => {
    const body = JSON.stringify(data);
    const type = { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) };
    const forwarded = { Forwarded: "host=evil.example;proto=https", Origin: address, Cookie };
    return sendRaw(address, rawRequest(`POST ${path}`, { ...evil, ...forwarded, ...type }, body));
  };
  const [phoneNumber, email] = [newPhoneNumber(), `mail${randomUUID().slice(0, 8)}@example.com`];
  const told = { store_name: "Mailed", owner_name: "Mailed", email, phone_number: phoneNumber };
  const signedUp = await send("/api/v1/store/signup", told);
  const challenge_id = /"challenge_id":"([^"]+)"/.exec(signedUp.text)?.[1];
  const cookie = signedUp.headers.get("set-cookie")?.split(";")[0] ?? "";
  const verified = await send(
    "/api/v1/auth/verify-otp",
    { challenge_id, otp: await readCode(request, phoneNumber) },
    cookie,
  );
  expect(verified.status).toBe(200);
  for (const answer of [signedUp, verified]) expect(answer.text).not.toContain("evil.example");
  const mails = async () => {
    const calls: { detail: { to: string[]; text: string } }[] = await (
      await request.get(`${sandboxUrl}/_calls?upstream=smtp`)
    ).json();
    return calls.filter(({ detail }) => detail.to.includes(email)).map(({ detail }) => detail.text);
  };
  await expect.poll(async () => (await mails()).length, { timeout: 30_000 }).toBe(1);
  const mail = (await mails()).join().replace(/=\r?\n/g, "");
  expect(mail).not.toContain("evil.example");
  expect(mail).toContain(`${address}/store/`);
});

test("bar 34: no Host or forwarded header gets into a link, a redirect or a message", async ({
  address,
  storeAt,
  request,
}) => {
  const evil = {
    Host: "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    Forwarded: "host=evil.example",
  };
  const paths = [
    "/",
    "/login",
    "/admin",
    "/signup/store",
    "/docs/api",
    "/no/such/page",
    "/api/openapi.json",
    "/api/auth/providers",
  ];
  for (const path of [...paths, "/api/auth/signin", "/api/auth/csrf"]) {
    const answer = await sendRaw(address, rawRequest(`GET ${path}`, evil));
    expect.soft(answer.status, path).toBeLessThan(500);
    expect.soft(answer.text, path).not.toContain("evil.example");
  }
  const owner = await storeAt("merchant_profile");
  const { Host: _host, ...forwarded } = evil;
  const phoneNumber = owner.phoneNumber.replace(/^\+352621/, "+352671");
  const sent = await request.post("/api/v1/auth/send-otp", {
    data: { phone_number: phoneNumber },
    headers: { ...forwarded, Origin: address },
  });
  expect(sent.status()).toBe(202);
  const messages = await (await request.get("/api/dev/outbox", { params: { to: phoneNumber } })).text();
  expect(messages).not.toContain("evil.example");
  expect(messages).toContain(`@${new URL(address).hostname} #`);
  await post(owner.request, "/api/v1/auth/logout", {});
});
