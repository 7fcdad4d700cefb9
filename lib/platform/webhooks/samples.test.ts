import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { afterAll, expect, test } from "vitest";
import { root } from "../testing/sources";
import { newWebhookSecret } from "./secrets";
import { signedHeaders } from "./sign";
import { verifySamples } from "./view/verify-samples";
import { webhookGuide } from "./view/webhook-guide";

const programs = { library: process.execPath, node: process.execPath, python: "python3", php: "php" } as const;
const folder = mkdtempSync(path.join(tmpdir(), "gangway-verify-"));
symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
// Once, before anybody runs one: a program that is written anew while another process reads it is empty for a moment, and does nothing well.
for (const { file, text: program } of verifySamples) writeFileSync(path.join(folder, file), program);
afterAll(() => rmSync(folder, { recursive: true }));

test("E25: the documented vector is what the official library signs", () => {
  const { secret, id, timestamp, body, signature } = webhookGuide.vector;
  expect(new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), body)).toBe(signature);
});

const { body } = webhookGuide.vector;
const id = "msg_of_the_samples";
/** The headers of a message as they would arrive, in the words of the programs. */
const arriving = (secret: string, at: Date, secrets = [secret]) => {
  const headers = signedHeaders(secrets, { id, at, body });
  const told = { TIMESTAMP: headers["webhook-timestamp"], SIGNATURE: headers["webhook-signature"] };
  return { SECRET: secret, ID: id, ...told };
};

async function run(language: keyof typeof programs, settings: Record<string, string | undefined>, given: string) {
  const { file } = verifySamples.find(one => one.language === language) ?? { file: "" };
  const saved = path.join(folder, file);
  const told = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const clean = ["-u", "NODE_OPTIONS", ...told, programs[language], saved];
  const child = spawn("env", clean, { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.on("error", () => undefined).end(given);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { isTaken: code === 0, said: said.trim() };
}

const known = verifySamples.filter(({ language }) => spawnSync(programs[language], ["--version"]).status === 0);
test.each(known.map(({ language }) => language))(
  "E25: the program in %s, copied as it stands, takes our messages and no others",
  async language => {
    const [secret, before, now] = [newWebhookSecret(), newWebhookSecret(), new Date()];
    const taken = { isTaken: true, said: "member.activated" };
    const right = arriving(secret, now);
    const changing = arriving(before, now, [secret, before]);
    const wrong = arriving(secret, now, [before]);
    const old = arriving(secret, new Date(now.getTime() - 600_000));
    const asked = [run(language, right, body), run(language, changing, body)];
    expect(await Promise.all(asked)).toEqual([taken, taken]);
    const refused = [run(language, wrong, body), run(language, old, body), run(language, right, `${body} `)];
    for (const { isTaken, said } of await Promise.all(refused)) expect([isTaken, said]).toEqual([false, ""]);
  },
  20_000,
);
