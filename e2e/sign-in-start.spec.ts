import { randomBytes } from "node:crypto";
import { isFull } from "@/lib/platform/testing/full-form";
import { attemptStart } from "@/lib/platform/testing/start-attempt";
import { expect, test } from "./fixtures";

const secret = () => randomBytes(32).toString("base64");
/** A configuration that is complete, but for a database that answers: nothing of it is refused. */
const complete = (): Record<string, string> => ({
  DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
  APP_URL: "https://gangway.example",
  AUTH_SECRET: secret(),
  OTP_PEPPER: secret(),
  ENCRYPTION_KEYS: `k1:${secret()}`,
  CRON_SECRET: secret(),
  INTERNAL_API_TOKEN: secret(),
  METRICS_TOKEN: secret(),
  LETZSHOP_API_URL: "https://letzshop.example/graphql",
  REZEN_API_URL: "https://rezen.example",
  TWILIO_API_URL: "https://twilio.example",
  TWILIO_ACCOUNT_SID: "AC0",
  TWILIO_AUTH_TOKEN: "a-token-of-theirs",
  TWILIO_FROM: "+15005550006",
  SMTP_URL: "smtps://mail.example",
});
const secrets = ["AUTH_SECRET", "OTP_PEPPER", "ENCRYPTION_KEYS", "CRON_SECRET", "INTERNAL_API_TOKEN", "METRICS_TOKEN"];

type Weak = (name: string) => string | null;
const key = (bytes: Buffer | string) => `k1:${Buffer.from(bytes).toString("base64")}`;
const sample =
  (text: string): Weak =>
  name =>
    name === "ENCRYPTION_KEYS" ? key(text.repeat(32).slice(0, 32)) : text;
const weak: Record<string, Weak> = {
  unset: () => null,
  empty: () => "",
  "of eight characters": name => (name === "ENCRYPTION_KEYS" ? key(randomBytes(8)) : secret().slice(0, 8)),
  "a sample": sample("change-me-change-me-change-me-change-me"),
  "a sample of a tutorial": sample("this-is-a-secret-value-with-at-least-32-characters"),
  "counted up": name =>
    name === "ENCRYPTION_KEYS" ? key(Buffer.from([...Array(32).keys()])) : "12345678901234567890123456789012",
  "one letter": sample("x".repeat(40)),
};
const scripts = ["start.mjs", "serve.mjs", "worker.mjs"];
const modesOf = (script: string) => ["production", "demo", ...(script === "start.mjs" ? ["test"] : [])];
const kinds = Object.keys(weak).filter(kind => isFull || !/tutorial|counted|letter/.test(kind));
// Unset, a secret is made outside production.
const table = scripts.flatMap(script =>
  modesOf(script).flatMap(mode =>
    kinds.filter(kind => kind !== "unset" || mode === "production").map(kind => ({ script, mode, kind })),
  ),
);

function spoil(environment: Record<string, string>, names: readonly string[], kind: string): Record<string, string> {
  const spoilt = names.map(name => [name, weak[kind]?.(name)] as const);
  const set = spoilt.flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  const rest = Object.entries(environment).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(rest), ...Object.fromEntries(set) };
}

/** The names that a refusal complains about. */
const namesIn = (said: string) => secrets.filter(name => new RegExp(`\\b${name}\\b`).test(said)).sort();

for (const { script, mode, kind } of table)
  test(`bar 16: in ${mode} ${script} refuses secrets that are ${kind}, and names each`, async () => {
    const { exitCode, said, wasServed } = await attemptStart(script, {
      ...spoil(complete(), secrets, kind),
      APP_ENV: mode,
    });
    expect(exitCode, said).toBe(1);
    expect(namesIn(said), said).toEqual([...secrets].sort());
    expect(said.trim().split("\n"), "one sentence").toHaveLength(1);
    expect(wasServed).toBe(false);
  });

test("bar 16: one weak secret among good ones is enough, and only that one is named", async () => {
  const alone = isFull ? secrets : secrets.slice(0, 1);
  for (const name of alone) {
    const { exitCode, said } = await attemptStart("start.mjs", {
      ...spoil(complete(), [name], "of eight characters"),
      APP_ENV: "production",
    });
    expect.soft(exitCode, said).toBe(1);
    expect.soft(namesIn(said), said).toEqual([name]);
  }
});

test("bar 16: with good secrets the same start goes on to the database", async () => {
  const { said, wasServed } = await attemptStart("start.mjs", { ...complete(), APP_ENV: "production" });
  expect(said).not.toContain("Configuration is not usable");
  expect(said).toContain("127.0.0.1:1");
  expect(wasServed).toBe(false);
});

test("bar 13: production refuses a public origin without https, where cookies would be bare", async () => {
  for (const APP_URL of ["http://gangway.example", "http://localhost:3000"])
    for (const script of scripts) {
      const { exitCode, said, wasServed } = await attemptStart(script, {
        ...complete(),
        APP_ENV: "production",
        APP_URL,
      });
      expect.soft(exitCode, `${script} ${APP_URL}`).toBe(1);
      expect.soft(said).toContain("APP_URL is missing or not https");
      expect.soft(wasServed).toBe(false);
    }
});
