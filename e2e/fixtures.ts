import { type APIRequestContext, test as base, type Page } from "@playwright/test";
import { createStaff } from "@/lib/platform/auth/staff";
import { closeDatabase, transaction } from "@/lib/platform/db";
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
  /** A page in the browser of somebody who is signed in. */
  pageOf: (person: Pick<Person, "request">) => Promise<Page>;
};

/** Playwright's `test` with people to act. */
export const test = base.extend<Pages, Surroundings & Makers & { address: string }>({
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

  pageOf: async ({ browser, address }, use) => {
    const opened: { close: () => Promise<void> }[] = [];
    await use(async ({ request }) => {
      const context = await browser.newContext({ baseURL: address, storageState: await request.storageState() });
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

export { expect } from "@playwright/test";
