import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/platform/env";
import { root } from "@/lib/platform/testing/sources";
import { expect, test } from "./fixtures";

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));

test("bar 32: no secret and no address of an upstream is in what the browser downloads", async ({ request }) => {
  const html = await (await request.get("/login")).text();
  const chunk = /\/_next\/(static\/chunks\/[^"]+\.js)/.exec(html)?.[1] ?? "";
  const served = [".next-test", ".next"]
    .map(name => path.join(root, name))
    .find(dir => existsSync(path.join(dir, chunk)));
  expect(served, "the build that is served").toBeTruthy();
  const files = filesBelow(path.join(served ?? "", "static"));
  expect(files.length).toBeGreaterThan(10);
  const { authSecret, otpPepper, encryptionKeys, cronSecret, internalApiToken, metricsToken, databaseUrl } = env;
  const { twilioAuthToken, twilioAccountSid, smtpUrl, twilioApiUrl, letzshopApiUrl } = env;
  const keys = encryptionKeys.split(",").map(key => key.split(":")[1] ?? "");
  const secrets = [authSecret, otpPepper, ...keys, cronSecret, internalApiToken, metricsToken, databaseUrl];
  const upstreams = [twilioAuthToken, twilioAccountSid, smtpUrl, twilioApiUrl, letzshopApiUrl].filter(Boolean);
  const names = ["AUTH_SECRET", "OTP_PEPPER", "ENCRYPTION_KEYS", "DATABASE_URL", "createDecipheriv", "$queryRaw"];
  for (const [file, text] of [
    ...files.map(file => [file, readFileSync(file, "latin1")] as const),
    ["/login", html] as const,
  ])
    expect
      .soft(
        [...secrets, ...upstreams, ...names].filter(word => text.includes(String(word))),
        file,
      )
      .toEqual([]);
});
