import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { dataOf } from "./people";

// Scripts that are held up here must not be known already.
test.use({ hasFreshContexts: true });

/** Holds a page's scripts up; what is answered lets them come. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise: scripts, resolve: arrive } = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async route => {
    await scripts;
    await route.continue();
  });
  return arrive;
}

async function openBare(page: Page, address: string): Promise<void> {
  await page.goto(address, { waitUntil: "commit" });
  // The last line of the page is what notes a submit before the scripts are there.
  await page.waitForFunction(() => document.readyState !== "loading");
}

test("bar 55: a key sent before the scripts are there waits for them, is kept, and stands in no address", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  const asked: string[] = [];
  page.on("request", request => asked.push(`${request.method()} ${request.url()}`));
  const arrive = await holdScripts(page);
  const address = `/store/${owner.code}/onboarding/letzshop-api`;
  await openBare(page, address);
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

test("F28: a score and words that were sent before the scripts are there wait for them, and nothing of them is lost", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("complete");
  const page = await pageOf(owner);
  const arrive = await holdScripts(page);
  await openBare(page, `/store/${owner.code}/dashboard`);
  await page.getByRole("radio", { name: "2 of 5" }).press("Space");
  const words = page.getByRole("textbox", { name: /What would have helped/ });
  await words.fill("A shorter way");
  await page.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await expect(words).toHaveValue("A shorter way");
  arrive();
  await expect(page.getByText("You gave 2 of 5 to setting up.")).toBeVisible();
  const { id } = await dataOf(await owner.request.get("/api/v1/store/onboarding/status"));
  expect(await dataOf(await owner.request.get(`/api/v1/onboardings/${id}/feedback`))).toEqual({
    ...{ score: 2, text: "A shorter way", is_dismissed: false },
  });
});
