import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.mjs";
import { inCheckout } from "./checkout.mjs";

// Walks the whole store onboarding of a running demo and takes a picture of each page: npm run screenshots [-- --readme]
const origin = process.env.E2E_BASE_URL ?? "http://localhost:3000";
const forReadme = process.argv.includes("--readme");
const folder = forReadme ? inCheckout("docs", "pictures") : inCheckout(".test", "screenshots");
const widths = forReadme ? [1280] : [360, 768, 1280];
const schemes = forReadme ? ["light"] : ["light", "dark"];
const readmePages = ["wizard-letzshop", "import", "dashboard", "admin"];

fs.mkdirSync(folder, { recursive: true });
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"];
const browser = await chromium.launch({ executablePath: await findBrowser(process.env), args });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
const button = name => page.getByRole("button", { name });
const go = name => button(name).click();
try {
  await walk();
} finally {
  await browser.close();
}

async function take(name) {
  if (forReadme && !readmePages.includes(name)) return;
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 });
      // A picture taken in the very frame of a switch shows both schemes at once.
      await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.waitForTimeout(100);
      const file = forReadme ? `${name}.png` : `${name}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: path.join(folder, file), fullPage: !forReadme });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  console.log(name);
}

async function readCode(phone) {
  const answer = await fetch(`${origin}/api/dev/outbox?to=${encodeURIComponent(phone)}`);
  return (await answer.json()).data[0].code;
}

async function enterCode(phone, nextPage) {
  await page.locator("[name=otp]").fill(await readCode(phone));
  await page.waitForURL(nextPage);
}

async function walk() {
  const phone = `+352621${String(Date.now()).slice(-6)}`;
  await page.goto(origin);
  await take("front");
  await page.goto(`${origin}/signup/store`);
  await go("Continue");
  await take("sign-up-problems");
  await page.getByLabel("Store name").fill("Librairie du Kirchberg");
  await page.getByLabel("Your name").fill("Zoé Müller");
  await page.getByLabel("E-mail address").fill("zoe@example.com");
  await page.getByLabel("Mobile number").fill(phone);
  await go("Continue");
  await page.waitForURL(/challenge=/);
  await take("code");
  await enterCode(phone, /merchant-profile/);
  await take("wizard-profile");
  await go("Continue");
  await page.waitForURL(/letzshop-api/);
  await page.getByLabel("API key").fill("ls_sandbox_key");
  await page.getByLabel("Shop address name").fill("demo-shop");
  await go("Test connection");
  await page.getByText("Connected to").waitFor();
  await take("wizard-letzshop");
  await go("Continue");
  await page.waitForURL(/product-import/);
  await go("Use the sample feeds");
  await take("wizard-products");
  await go("Continue");
  await page.waitForURL(/order-sync/);
  await take("wizard-check");
  await go("Start import");
  await page.getByRole("progressbar").and(page.locator("[aria-valuenow]")).waitFor();
  await take("import");
  await button("Go to dashboard").waitFor({ timeout: 120_000 });
  await take("import-done");
  await go("Go to dashboard");
  await page.waitForURL(/dashboard/);
  await take("dashboard");
  for (const name of ["orders", "products"]) {
    await page.goto(page.url().replace(/\/\w+$/, `/${name}`));
    await take(name);
  }
  await page.goto(`${origin}/no/such/page`);
  await take("not-found");
  await page.goto(`${origin}/docs/api`);
  await take("docs");
  await admin();
}

async function admin() {
  const phone = "+352621000001";
  await page.context().clearCookies();
  await page.goto(`${origin}/login`);
  await take("login");
  await page.getByLabel("Mobile number").fill(phone);
  await go("Send code");
  await page.waitForURL(/challenge=/);
  await enterCode(phone, /admin/);
  await take("admin");
  await page.goto(`${origin}/admin/stores`);
  await take("admin-stores");
  await page.goto(`${origin}/dev/outbox`);
  await take("outbox");
}
