import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import { transaction } from "@/lib/platform/db";
import { orderOfChecks } from "@/lib/platform/partner/view/checks";
import { samples } from "@/lib/platform/partner/view/samples";
import { verifySamples } from "@/lib/platform/webhooks/view/verify-samples";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { activateAddress, deactivateAddress, newBody, newContractor } from "./own-contractor";
import { call, newPartner, oneRecord, type Partner, send, signatureOf, signedHeaders } from "./own-partner";

const run = promisify(execFile);
const programs = { shell: "bash", typescript: process.execPath, python: "python3", php: "php" } as const;

/** Saves a program as the page shows it and starts it as the page says; the last line is the status. */
async function runSample(language: keyof typeof programs, text: string, settings: Record<string, string>) {
  const { file } = samples.find(one => one.language === language) ?? { file: "" };
  const saved = path.join(mkdtempSync(path.join(tmpdir(), "gangway-sample-")), file);
  writeFileSync(saved, text);
  const told = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const clean = ["-u", "NODE_OPTIONS", "-u", "FORCE_COLOR"];
  const { stdout } = await run("env", [...clean, ...told, programs[language], saved]);
  const [status, answer] = stdout.trim().split("\n").reverse();
  return { status: Number(status), data: JSON.parse(answer ?? "").data };
}

test("E3: the page tells the truth: its vectors are right, its fields are those of the call, and its programs, copied as they stand, activate somebody", async ({
  page,
  staff,
  address,
  request,
}) => {
  const admin = await staff("admin");
  await open(page, "/docs/api/partner");
  const vectors = await page.locator("section[aria-labelledby^=vector-]").evaluateAll(found =>
    found.map(one => {
      const values = [...one.querySelectorAll<HTMLElement>("dd[data-value]")];
      const told = values.map(value => [value.dataset.value, value.querySelector("code")?.textContent ?? ""]);
      return Object.fromEntries(told) as Record<string, string>;
    }),
  );
  expect(vectors).toHaveLength(4);
  for (const { account = "", secret = "", timestamp, request: line = "", body = "", ...told } of vectors) {
    const [method, target] = line.split(" ");
    const bytes = Buffer.from(body.replaceAll("\\n", "\n").replaceAll("\\r", "\r"));
    const own = signatureOf({ id: account, secret }, { method, path: target, body: bytes, timestamp });
    expect(told.text).toBe(`${timestamp}.${account}.${method}.${target}.${told.hash}`);
    expect(told.signature, line).toBe(own);
  }
  const fields = await page.getByRole("table", { name: "Who and what" }).locator("td code").allTextContents();
  const { paths } = await (await request.get("/api/openapi.json")).json();
  const { schema } = paths[activateAddress].post.requestBody.content["application/json"];
  expect(fields.toSorted()).toEqual(Object.keys(schema.properties).toSorted());
  expect(fields.slice(0, schema.required.length).toSorted()).toEqual(schema.required.toSorted());

  const webhook = await page.locator("section[aria-labelledby=webhook-vector] dd").allTextContents();
  const [secret = "", id = "", timestamp, text = "", signature] = webhook;
  expect(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), text)).toBe(signature);
  const verifying = await page.locator("section[aria-labelledby^=verify-] pre").allTextContents();
  // They are run where no browser is needed: lib/platform/webhooks/samples.test.ts.
  expect(verifying).toEqual(verifySamples.map(sample => sample.text));

  const shown = await page.locator("section[aria-labelledby^=sample-] pre").allTextContents();
  const known = samples.filter(({ language }) => spawnSync(programs[language], ["--version"]).status === 0);
  expect(known.length, "Node at least").toBeGreaterThan(0);
  const ran = known.map(async ({ language, text }) => {
    expect(shown).toContain(text);
    const own = await newContractor(admin);
    const settings = { ORIGIN: address, ACCOUNT: own.id, SECRET: own.secret, PLAN: own.gold };
    const first = await runSample(language, text, settings);
    expect(first, language).toMatchObject({ status: 200, data: { status: "activated" } });
    if (language === "typescript") expect(await runSample(language, text, settings), "sent again").toEqual(first);
    const where = { planSubscriptionId: own.gold };
    const active = await transaction("system", tx =>
      tx.memberSubscription.findMany({ where, include: { member: true } }),
    );
    expect(active).toMatchObject([
      {
        id: first.data.subscription_id,
        member: { name: "Asha Rao", phoneNumber: "+919812345678", partnerUserId: "E-1001" },
      },
    ]);
  });
  await Promise.all(ran);
  await look(page, "the partners' guide");
});

test("E2, E3: whoever mends one fault after the other is told of them in the order of the page", async ({
  staff,
  address,
}) => {
  const admin = await staff("admin");
  const [caller, own] = [await newPartner(admin), await newContractor(admin)];
  const now = () => String(Math.floor(Date.now() / 1000));
  const told: (string | undefined)[] = [];
  const ask = async (headers: Record<string, string>, body: Buffer | string) =>
    told.push((await send(address, headers, { path: activateAddress, body: Buffer.from(body) })).code);
  const headers: Record<string, string> = { "Content-Type": "text/plain" };
  await ask(headers, "{");
  await ask(Object.assign(headers, { "x-ons-signature": "0".repeat(64) }), "{");
  await ask(Object.assign(headers, { "x-ons-timestamp": "now" }), "{");
  await ask(Object.assign(headers, { "x-ons-account-id": caller.id }), "{");
  await ask(Object.assign(headers, { "x-ons-timestamp": "1760000000" }), "{");
  await ask(Object.assign(headers, { "x-ons-timestamp": now() }), Buffer.alloc(1024 * 1024 + 1, 32));
  await ask(headers, "{");
  const key = { "Idempotency-Key": "once" };
  await call(address, caller, { body: oneRecord(), headers: key });
  const sign = (body: string, type = "application/json", partner: Partner = caller) => ({
    ...signedHeaders(partner, { path: activateAddress, body: Buffer.from(body) }),
    "Content-Type": type,
  });
  const signed = sign("{", "text/plain");
  await ask({ ...signed, ...key }, "{");
  const { code } = await send(address, signed, { path: activateAddress, body: Buffer.from("{") });
  await ask(signed, "{");
  told.push(code);
  const person = newBody(own);
  const right = JSON.stringify({ ...person, phone_number: `+91${person.phone_number}` });
  for (const body of ["{[", '{"x":1}', "{}", right]) await ask(sign(body), body);
  const gone = { path: deactivateAddress, body: Buffer.from('{"partner_user_id":"nobody"}') };
  told.push((await call(address, own, gone)).code);
  expect((await call(address, own, { path: activateAddress, body: Buffer.from(right) })).status).toBe(200);
  await ask(sign(`${right} `, "application/json", own), `${right} `);
  const order = orderOfChecks.flatMap(({ answers }) => answers.map(answer => String(answer.code)));
  expect(told).toEqual(order.filter(one => told.includes(one)));
  expect(told).toHaveLength(16);
});
