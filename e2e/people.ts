import { randomInt, randomUUID } from "node:crypto";
import { type APIRequest, type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { testWorker } from "@/lib/platform/testing/test-worker";

/** Somebody with a browser of their own: what they call with, and who they say they are. */
export type Person = { request: APIRequestContext; phoneNumber: string; name: string; email: string };

/** The owner of a store. `marker` is in every name and address that the owner typed, and nowhere else. */
export type StoreOwner = Person & { marker: string; storeName: string; code: string; jobId: number | null };

/** How far a store is: the step that is open, or `complete`. */
export type StepName = "merchant_profile" | "letzshop_api" | "product_import" | "order_sync" | "complete";

let numbersGiven = randomInt(100_000);

/** A number that nobody else in this run has: each process of the tests has its own hundred thousand, and gives them in no order. */
export function newPhoneNumber(): string {
  const block = 1 + (testWorker() % 9);
  // 61,803 has no factor in common with 100,000, so no number comes twice before all have come.
  const number = (++numbersGiven * 61_803) % 100_000;
  return `+352621${block}${String(number).padStart(5, "0")}`;
}

type Cookies = Awaited<ReturnType<APIRequestContext["storageState"]>>;

/** A browser whose calls come from our own pages, without cookies or with a copy of somebody's. */
export const newCaller = (api: APIRequest, baseURL: string, storageState?: Cookies): Promise<APIRequestContext> =>
  api.newContext({ baseURL, extraHTTPHeaders: { Origin: baseURL }, storageState });

/** Posts and returns `data`; anything but the expected status fails with what was answered. */
export async function post(request: APIRequestContext, address: string, data: object, status = 200) {
  const answer = await request.post(address, { data });
  expect(answer.status(), `POST ${address}: ${await answer.text()}`).toBe(status);
  return dataOf(answer);
}

/** The envelope's `data`. */
export const dataOf = async (answer: APIResponse) => (await answer.json()).data;

/** The newest code that was sent to a number or address. */
export async function readCode(request: APIRequestContext, to: string): Promise<string> {
  const messages = await dataOf(await request.get("/api/dev/outbox", { params: { to } }));
  const found = messages.find((message: { code?: string }) => message.code);
  expect(found, `a code was sent to ${to}`).toBeTruthy();
  return found.code;
}

/** Answers a challenge with the code that was sent; from then on the caller has a session. */
async function answerChallenge(request: APIRequestContext, challengeId: string, to: string): Promise<void> {
  await post(request, "/api/v1/auth/verify-otp", { challenge_id: challengeId, otp: await readCode(request, to) });
}

/** Signs in by code. */
export async function signIn(request: APIRequestContext, phoneNumber: string): Promise<void> {
  const { challenge_id } = await post(request, "/api/v1/auth/send-otp", { phone_number: phoneNumber }, 202);
  await answerChallenge(request, challenge_id, phoneNumber);
}

/** Signs a store up and its owner in. */
export async function signUpStore(request: APIRequestContext): Promise<StoreOwner> {
  const marker = `mark${randomUUID().slice(0, 8)}`;
  const phoneNumber = newPhoneNumber();
  const [storeName, name, email] = [`Shop ${marker}`, `Owner ${marker}`, `${marker}@example.com`];
  const told = { store_name: storeName, owner_name: name, email, phone_number: phoneNumber };
  const { store_code, challenge_id } = await post(request, "/api/v1/store/signup", told, 201);
  await answerChallenge(request, challenge_id, phoneNumber);
  return { request, marker, phoneNumber, storeName, name, email, code: store_code, jobId: null };
}

/** Answers of the steps that pass in the sandbox. */
export const answers = {
  merchantProfile: ({ marker, email }: Pick<StoreOwner, "marker" | "email">) => ({
    merchant_name: `Merchant ${marker}`,
    contact_email: email,
    business_address: `1, rue ${marker}, L-1111 Luxembourg`,
    default_language: "fr",
    dashboard_language: "en",
  }),
  letzshopKey: { api_key: "ls_sandbox_key", shop_slug: "demo-shop" },
  productImport: (sandboxUrl: string) => ({
    csv_url_fr: `${sandboxUrl}/feeds/fr.csv?rows=50`,
    default_tax_rate: 17,
    delivery_method: "package_delivery",
    preorder_days: 0,
  }),
  orderSync: { days_back: 7, include_products: true },
};

const base = "/api/v1/store/onboarding/step";

async function importEverything({ request }: StoreOwner): Promise<number> {
  const { job_id } = await post(request, `${base}/order-sync/trigger`, answers.orderSync, 202);
  await expect
    .poll(async () => (await dataOf(await request.get(`${base}/order-sync/progress/${job_id}`))).status, {
      timeout: 120_000,
    })
    .toMatch(/^(completed|partial|failed|cancelled)$/);
  await post(request, `${base}/order-sync/complete`, {});
  return job_id;
}

/** Brings a new store to a step, each step saved through its own endpoint. */
export async function bringStoreTo(owner: StoreOwner, step: StepName, sandboxUrl: string): Promise<StoreOwner> {
  const saves: [StepName, () => Promise<unknown>][] = [
    ["merchant_profile", () => post(owner.request, `${base}/merchant-profile`, answers.merchantProfile(owner))],
    ["letzshop_api", () => post(owner.request, `${base}/letzshop-api`, answers.letzshopKey)],
    ["product_import", () => post(owner.request, `${base}/product-import`, answers.productImport(sandboxUrl))],
  ];
  for (const [name, save] of saves) {
    if (name === step) return owner;
    await save();
  }
  return step === "complete" ? { ...owner, jobId: await importEverything(owner) } : owner;
}
