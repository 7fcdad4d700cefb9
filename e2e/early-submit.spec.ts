import { expect, test } from "./fixtures";

// Scripts that are held up here must not be known already.
test.use({ hasFreshContexts: true });

test("bar 55: a key sent before the scripts are there waits for them, is kept, and stands in no address", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  const asked: string[] = [];
  page.on("request", request => asked.push(`${request.method()} ${request.url()}`));
  const { promise: scripts, resolve: arrive } = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async route => {
    await scripts;
    await route.continue();
  });
  const address = `/store/${owner.code}/onboarding/letzshop-api`;
  await page.goto(address, { waitUntil: "commit" });
  // The last line of the page is what notes a submit before the scripts are there.
  await page.waitForFunction(() => document.readyState !== "loading");
  await page.getByLabel("API key").fill("ls_sandbox_key");
  await page.getByLabel("Shop address name").fill("demo-shop");
  await page.getByLabel("Shop address name").press("Enter");
  await expect(page.getByLabel("API key")).toHaveValue("ls_sandbox_key");
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(address);
  arrive();
  await page.waitForURL(`/store/${owner.code}/onboarding/product-import`, { timeout: 60_000 });
  expect(asked.filter(line => line.includes("ls_sandbox_key"))).toEqual([]);
  const saves = asked.filter(line => line.startsWith("POST") && line.includes("letzshop-api"));
  expect(saves, "kept once").toHaveLength(1);
});
