import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page, request } from "@playwright/test";
import { bringPractitionerTo, signUpPractitioner } from "@/e2e/own-practitioner";
import { bringStoreTo, newCaller, newPhoneNumber, signIn, signUpStore } from "@/e2e/people";
import { createStaff } from "@/lib/platform/auth/staff";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { type StepSlug, stepSlugs } from "@/lib/practitioners/schema";
import type { Bench, Figures } from "./harness/bench";
import type { Place } from "./harness/place";

type Cookies = Awaited<ReturnType<Awaited<ReturnType<typeof newCaller>>["storageState"]>>;
/** A page of ours and in whose browser it is opened. */
type Visit = { url: string; cookies?: Cookies };

const wizardSteps = ["merchant-profile", "letzshop-api", "product-import", "order-sync"] as const;
type Name = "empty" | "login" | (typeof wizardSteps)[number] | StepSlug | "admin" | "people" | "onboardings";

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"];

/** A practitioner at the last step, so that every step's page can be opened. */
async function visitSteps(address: string): Promise<Record<StepSlug, Visit>> {
  const caller = await newCaller(request, address);
  await bringPractitionerTo(await signUpPractitioner(caller), "experience-certifications");
  const cookies = await caller.storageState();
  await caller.dispose();
  const visits = stepSlugs.map(slug => [slug, { url: `${address}/onboarding/${slug}`, cookies }]);
  return Object.fromEntries(visits) as Record<StepSlug, Visit>;
}

/** Signs in an admin and the owner of a store that stands at the last step, so that every step's page can be opened. */
async function listVisits(address: string, sandboxUrl: string): Promise<Record<Exclude<Name, "empty">, Visit>> {
  const ofPractitioner = await visitSteps(address);
  const [owner, admin] = [await newCaller(request, address), await newCaller(request, address)];
  const store = await bringStoreTo(await signUpStore(owner), "order_sync", sandboxUrl);
  const phoneNumber = newPhoneNumber();
  await transaction("system", tx => createStaff(tx, { phoneNumber, role: "admin", name: "Admin" }));
  await closeDatabase();
  await signIn(admin, phoneNumber);
  const [ownersCookies, adminsCookies] = [await owner.storageState(), await admin.storageState()];
  await Promise.all([owner.dispose(), admin.dispose()]);
  const step = (slug: string) => ({ url: `${address}/store/${store.code}/onboarding/${slug}`, cookies: ownersCookies });
  return {
    login: { url: `${address}/login` },
    "merchant-profile": step("merchant-profile"),
    "letzshop-api": step("letzshop-api"),
    "product-import": step("product-import"),
    "order-sync": step("order-sync"),
    ...ofPractitioner,
    admin: { url: `${address}/admin`, cookies: adminsCookies },
    people: { url: `${address}/admin/people`, cookies: adminsCookies },
    onboardings: { url: `${address}/admin/onboardings`, cookies: adminsCookies },
  };
}

/** Every script that a browser with an empty cache is sent until the network is quiet: KiB after gzip, both sides at the same level. */
async function weigh(browser: Browser, { url, cookies }: Visit): Promise<number> {
  const context = await browser.newContext({ storageState: cookies, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const scripts = watchScripts(page);
  const answer = await page.goto(url, { waitUntil: "networkidle" });
  if (answer?.status() !== 200 || page.url() !== url)
    throw new Error(`${url} led to ${page.url()}, ${answer?.status()}`);
  const bodies = await Promise.all(scripts);
  await context.close();
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 6 }).length, 0) / 1024;
}

function watchScripts(page: Page): Promise<Buffer>[] {
  const scripts: Promise<Buffer>[] = [];
  page.on("response", response => {
    const type = response.headers()["content-type"] ?? "";
    if (response.request().resourceType() === "script" || /javascript/.test(type)) scripts.push(response.body());
  });
  return scripts;
}

async function prepare(place: Place): Promise<Record<Name, () => Promise<Figures<"kiB">>>> {
  const product = await place.startProduct();
  const floor = await place.startFloor(place.env.DATABASE_URL ?? "");
  const browser = await chromium.launch({ executablePath: place.env.E2E_CHROMIUM, args: flags });
  place.onEnd(() => browser.close());
  const visits: Record<Name, Visit> = {
    empty: { url: `${floor.address}/` },
    ...(await listVisits(product.address, place.env.SANDBOX_URL ?? "")),
  };
  const runs = Object.entries(visits).map(
    ([name, visit]) => [name, async () => ({ kiB: await weigh(browser, visit) })] as const,
  );
  return Object.fromEntries(runs) as Record<Name, () => Promise<Figures<"kiB">>>;
}

const heaviest = (at: Record<Name, Figures<"kiB">>) =>
  Math.max(...[...wizardSteps, ...stepSlugs].map(step => at[step].kiB));

/** JavaScript that pages send, against an empty page of the same Next.js. */
const bench: Bench<Name, "kiB"> = {
  name: "weight",
  work: "JavaScript sent to a browser with an empty cache, KiB after gzip",
  isCold: true,
  goals: [
    { title: "login ÷ empty page", value: at => at.login.kiB / at.empty.kiB, atMost: 1.45 },
    { title: "heaviest step of the wizards ÷ empty page", value: at => heaviest(at) / at.empty.kiB, atMost: 1.6 },
    { title: "admin ÷ empty page", value: at => at.admin.kiB / at.empty.kiB, atMost: 2 },
    { title: "admin's people ÷ empty page", value: at => at.people.kiB / at.empty.kiB, atMost: 2 },
    { title: "admin's onboardings ÷ empty page", value: at => at.onboardings.kiB / at.empty.kiB, atMost: 2 },
  ],
  setUp: async place => ({ runs: await prepare(place) }),
};

export default bench;
