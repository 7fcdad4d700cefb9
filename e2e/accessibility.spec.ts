import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { atStep, expect, test } from "./journey";
import type { StoreOwner } from "./people";
import { answers, newPhoneNumber, post } from "./people";

// Every page and main state, wide and narrow, light and dark; Playwright may share the tests of this file out.
test.describe.configure({ mode: "parallel" });

const step = "/api/v1/store/onboarding/step";
const widths = [1280, 360, 320];

/** Nothing sticks out at the side, so nobody has to scroll two ways (1.4.10). */
async function expectNoSideScroll(page: Page, state: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= edge) return [];
    const sticksOut = (element: Element) => element.getBoundingClientRect().right > edge + 1;
    const all = [...document.body.querySelectorAll("*")].filter(sticksOut);
    return ["the page scrolls sideways", ...all.slice(0, 3).map(element => element.outerHTML.slice(0, 150))];
  });
  expect.soft(wide, state).toEqual([]);
}

type Scheme = "light" | "dark";

async function expectNoViolations(page: Page, state: string, scheme: Scheme): Promise<void> {
  // There are no frames to gather from; the other way opens a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  // Only colours differ in the dark.
  const { violations } = await (scheme === "dark"
    ? axe.withRules(["color-contrast", "link-in-text-block"])
    : axe
  ).analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
  expect.soft(told, `${state}, ${scheme}`).toEqual([]);
}

/** Looks at what a page shows now: axe at 1280 and 360 px in both schemes, and no sideways scrolling down to 320 px. */
async function look(page: Page, state: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  for (const width of widths) {
    await page.setViewportSize({ width, height: width > 1000 ? 900 : 740 });
    await expectNoSideScroll(page, `${state} at ${width} px`);
    if (width === 320) continue;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectNoViolations(page, `${state} at ${width} px`, colorScheme);
    }
  }
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
}

test("the pages before signing in", async ({ page }) => {
  await open(page, "/");
  await look(page, "front page");
  await open(page, "/login");
  await look(page, "login");
  await open(page, "/login?with=email");
  await page.getByRole("button", { name: /send/i }).click();
  await expect(page.getByLabel(/e-mail/i)).toHaveAttribute("aria-invalid", "true");
  await look(page, "login with a fault");
  await open(page, "/there/is/nothing");
  await look(page, "not found");
});

test("signing up: with faults, and waiting for the code", async ({ page }) => {
  await open(page, "/signup/store");
  await look(page, "sign-up");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await look(page, "sign-up with faults");
  await page.getByLabel("Store name").fill("Shop");
  await page.getByLabel("Your name").fill("Owner");
  await page.getByLabel("E-mail address").fill("owner@example.com");
  await page.getByLabel("Mobile number").fill(newPhoneNumber());
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/challenge=/);
  await look(page, "code");
  await page.getByLabel("Security code").fill("000000");
  await expect(page.getByLabel("Security code")).toHaveAttribute("aria-invalid", "true");
  await look(page, "wrong code");
});

test("the steps of the wizard", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  const base = `/store/${owner.code}/onboarding`;
  await open(page, `${base}/merchant-profile`);
  await look(page, "profile");
  await page.getByLabel("Merchant name").fill("");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await look(page, "profile with a fault");
  await open(page, `${base}/letzshop-api`);
  await page.getByLabel("API key").fill("wrong");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The key was refused")).toBeVisible();
  await look(page, "Letzshop with a refused key");
});

test("feed, check page and the front page in mid-wizard", async ({ storeAt, pageOf }) => {
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding/product-import`);
  await look(page, "product feed");
  await open(page, `/store/${owner.code}/onboarding/order-sync`);
  await look(page, "check page");
  await open(page, "/");
  await look(page, "front page of an owner");
});

/** A store whose import takes a while, so that there is something to look at. */
async function startLongImport(owner: StoreOwner, sandboxUrl: string): Promise<void> {
  const feed = `${sandboxUrl}/feeds/fr.csv?rows=40000`;
  await post(owner.request, `${step}/product-import`, { ...answers.productImport(sandboxUrl), csv_url_fr: feed });
  await post(owner.request, `${step}/order-sync/trigger`, { days_back: 90 }, 202);
}

test("an import that runs, and the shop it leads to", async ({ storeAt, pageOf, sandboxUrl }) => {
  test.setTimeout(90_000);
  const owner = await storeAt("order_sync");
  const page = await pageOf(owner);
  await startLongImport(owner, sandboxUrl);
  await page.goto(`/store/${owner.code}/onboarding/order-sync`);
  await expect(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", /\d/);
  await look(page, "import under way");
  await expect(
    page.getByText("You can close this page. It goes on without you."),
    "it ran all the while",
  ).toBeVisible();
  const done = page.getByRole("button", { name: "Go to dashboard" });
  await done.waitFor({ timeout: 60_000 });
  await look(page, "import ended");
  await done.click();
  await page.waitForURL(/dashboard/);
  for (const place of ["dashboard", "orders", "products"]) {
    await open(page, `/store/${owner.code}/${place}`);
    await look(page, place);
  }
});

test("an import with a part missing, and an empty shop", async ({ storeAt, pageOf, sandboxUrl }) => {
  const owner = await storeAt("product_import");
  const broken = { ...answers.productImport(sandboxUrl), csv_url_fr: `${sandboxUrl}/feeds/xx.csv` };
  await post(owner.request, `${step}/product-import`, broken);
  await post(owner.request, `${step}/order-sync/trigger`, { days_back: 1 }, 202);
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await atStep(page, "order-sync");
  await page.getByRole("button", { name: "Try the import again" }).waitFor({ timeout: 45_000 });
  await look(page, "import with a part missing");
  await page.getByRole("button", { name: "Go to dashboard" }).click();
  await page.waitForURL(/dashboard/);
  await look(page, "dashboard with a part missing");
  await open(page, `/store/${owner.code}/products`);
  await look(page, "no products");
});

test("the admin's desk, the outbox and the API's document", async ({ staff, pageOf }) => {
  const page = await pageOf(await staff("admin"));
  for (const address of ["/admin", "/admin/stores", "/dev/outbox", "/dev/outbox?to=nobody", "/docs/api", "/"]) {
    await open(page, address);
    await look(page, address);
  }
});
