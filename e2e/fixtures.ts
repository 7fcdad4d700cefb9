import { type APIRequestContext, type BrowserContext, test as base, type Page } from "@playwright/test";
import { createStaff } from "@/lib/platform/auth/staff";
import { closeDatabase, transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { Contexts } from "./contexts";
import {
  bringStoreTo,
  newCaller,
  newPhoneNumber,
  type Person,
  type StepName,
  type StoreOwner,
  signIn,
  signUpStore,
} from "./people";

/** What the tests are told of the product that runs: see `playwright.config.ts`. */
export type Surroundings = { sandboxUrl: string; cronSecret: string };

/** State is built through services and endpoints, never by hand. Everybody has a browser of their own. */
type Makers = {
  /** A browser without cookies, or with a copy of somebody's. */
  caller: (copied?: APIRequestContext) => Promise<APIRequestContext>;
  /** A store whose owner is signed in and stands at `step`. */
  storeAt: (step: StepName) => Promise<StoreOwner>;
  /** An admin or operator, signed in. */
  staff: (role: "admin" | "operator") => Promise<Person>;
};

type Pages = {
  /** Whether the tests of a file have contexts that nobody had before: needed where they are of another kind, or watch scripts come. */
  hasFreshContexts: boolean;
  /** A browser context that knows nothing, or what somebody's calls know. */
  open: (of?: APIRequestContext) => Promise<BrowserContext>;
  /** A page in the browser of somebody who is signed in. */
  pageOf: (person: Pick<Person, "request">) => Promise<Page>;
};

/** Playwright's `test` with people to act. */
export const test = base.extend<Pages, Surroundings & Makers & { address: string; contexts: Contexts }>({
  sandboxUrl: ["", { option: true, scope: "worker" }],
  cronSecret: ["", { option: true, scope: "worker" }],

  address: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use, worker) => {
      await use(String(worker.project.use.baseURL));
      await closeDatabase();
    },
    { scope: "worker" },
  ],

  caller: [
    async ({ playwright, address }, use) => {
      const made: APIRequestContext[] = [];
      await use(async copied => {
        const request = await newCaller(playwright.request, address, await copied?.storageState());
        made.push(request);
        return request;
      });
      for (const request of made) await request.dispose();
    },
    { scope: "worker" },
  ],

  storeAt: [
    async ({ caller, sandboxUrl }, use) => {
      await use(async step => bringStoreTo(await signUpStore(await caller()), step, sandboxUrl));
    },
    { scope: "worker" },
  ],

  staff: [
    async ({ caller }, use) => {
      await use(async role => {
        const person = { request: await caller(), phoneNumber: newPhoneNumber(), name: `The ${role}`, email: "" };
        const { phoneNumber, name } = person;
        await transaction("system", tx => createStaff(tx, { phoneNumber, role, name }));
        await signIn(person.request, phoneNumber);
        return person;
      });
    },
    { scope: "worker" },
  ],

  contexts: [async ({ browser, address }, use) => use(new Contexts(browser, address)), { scope: "worker" }],

  hasFreshContexts: [isFull, { option: true }],

  open: async ({ browser, address, contexts, hasFreshContexts }, use) => {
    const opened: BrowserContext[] = [];
    await use(async of => {
      const state = await of?.storageState();
      const context = hasFreshContexts
        ? await browser.newContext({ baseURL: address, storageState: state })
        : await contexts.take(state?.cookies);
      opened.push(context);
      return context;
    });
    for (const context of opened) await (hasFreshContexts ? context.close() : contexts.giveBack(context));
  },

  context: async ({ open }, use) => use(await open()),

  pageOf: async ({ open }, use) => use(async ({ request }) => (await open(request)).newPage()),
});

export { expect } from "@playwright/test";
