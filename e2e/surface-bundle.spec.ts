import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { env } from "@/lib/platform/env";
import { root } from "@/lib/platform/testing/sources";
import { findBuild } from "./actions";
import { expect, test } from "./fixtures";

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));

/** Values that the build knew and nobody outside may: this run's own secrets, which nothing else in the world contains. */
function canaries(): string[] {
  const { authSecret, otpPepper, encryptionKeys, cronSecret, internalApiToken, metricsToken, databaseUrl } = env;
  const { twilioAuthToken, twilioAccountSid, smtpUrl, twilioApiUrl, letzshopApiUrl, sandboxUrl, slackBotToken } = env;
  const keys = encryptionKeys.split(",").map(key => key.split(":")[1] ?? "");
  const secrets = [authSecret, otpPepper, ...keys, cronSecret, internalApiToken, metricsToken, databaseUrl];
  const upstreams = [
    twilioAuthToken,
    twilioAccountSid,
    smtpUrl,
    twilioApiUrl,
    letzshopApiUrl,
    sandboxUrl,
    slackBotToken,
  ];
  return [...secrets, ...upstreams, env.rezenApiUrl, env.rezenDealsApiUrl].filter(value => value !== undefined);
}

// What only server code says: if one of them is there, a module of the server is.
const serverWords = ["AUTH_SECRET", "OTP_PEPPER", "ENCRYPTION_KEYS", "DATABASE_URL", "createDecipheriv", "$queryRaw"];

test("bar 32: no secret and no address of an upstream is in what the browser downloads", async ({ request }) => {
  const build = await findBuild(request);
  const files = filesBelow(path.join(build, "static"));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(file, "latin1");
    expect
      .soft(
        [...canaries(), ...serverWords].filter(word => text.includes(word)),
        file,
      )
      .toEqual([]);
  }
  const knewThem = statSync(path.join(root, ".test", "data", "secrets.json")).mtimeMs;
  expect(statSync(path.join(build, "BUILD_ID")).mtimeMs, "the build knew these secrets").toBeGreaterThan(knewThem);
});

test("bar 32: no secret is in what is served, to nobody, to an owner and to staff", async ({
  caller,
  staff,
  storeAt,
}) => {
  const [owner, admin, nobody] = [await storeAt("product_import"), await staff("admin"), await caller()];
  const wizard = `/store/${owner.code}/onboarding`;
  const open = ["/", "/login", "/signup/store", "/docs/api", "/api/openapi.json", "/api/health", "/no/such/page"];
  const places: [typeof nobody, string[]][] = [
    [nobody, open],
    [
      owner.request,
      [...open, "/choose", `${wizard}/merchant-profile`, `${wizard}/letzshop-api`, `${wizard}/product-import`],
    ],
    [admin.request, [...open, "/admin", "/admin/stores", "/admin/people", "/api/v1/admin/people"]],
  ];
  const ways: Record<string, string>[] = [{ Accept: "text/html" }, { RSC: "1" }];
  // The demo's hint names the sandbox on purpose, outside production only.
  const secrets = canaries().filter(value => value !== env.sandboxUrl);
  for (const [request, addresses] of places)
    for (const address of addresses)
      for (const headers of ways) {
        const answer = await request.get(address, { headers });
        const text = (await answer.text()) + JSON.stringify(answer.headers());
        expect
          .soft(
            [...secrets, ...serverWords].filter(word => text.includes(word)),
            address,
          )
          .toEqual([]);
      }
});
