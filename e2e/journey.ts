import type { Locator, Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { test as base, expect } from "./fixtures";
import { answers, readCode } from "./people";

/** What a page said that it should not have: script errors, refused scripts and styles, failed hydration. */
export type Complaints = string[];

// A refusal that a test asks for is no fault of the page.
const asked = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Listens to a page from now on. */
export function listen(page: Page): Complaints {
  const complaints: Complaints = [];
  page.on("console", message => {
    if (["error", "warning"].includes(message.type()) && !asked.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", error => complaints.push(error.message));
  return complaints;
}

/** Playwright's `test` whose pages fail it when they complain. */
export const test = base.extend<{ quiet: undefined }>({
  quiet: [
    async ({ context }, use) => {
      const heard: Complaints[] = [];
      context.on("page", page => heard.push(listen(page)));
      await use(undefined);
      expect(heard.flat(), "complaints of the page").toEqual([]);
    },
    { auto: true },
  ],
  pageOf: async ({ pageOf }, use) => {
    const heard: Complaints[] = [];
    await use(async person => {
      const page = await pageOf(person);
      heard.push(listen(page));
      return page;
    });
    expect(heard.flat(), "complaints of the page").toEqual([]);
  },
});

export { expect };

/** Steps of the wizard in their order, as in an address, with the heading of each. */
export const headings = {
  "merchant-profile": "Merchant profile",
  "letzshop-api": "Connect Letzshop",
  "product-import": "Product feed",
  "order-sync": "Import orders and products",
} as const;

/** Waits until a step stands and has the focus on its heading. */
export async function atStep(page: Page, slug: keyof typeof headings): Promise<void> {
  await page.waitForURL(new RegExp(`/onboarding/${slug}$`));
  await expect(page.getByRole("heading", { level: 1, name: headings[slug] })).toBeVisible();
}

/** Goes to a control by Tab alone, or back by Shift+Tab; fails when it is not among the next sixty stops. */
export async function tabTo(page: Page, control: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await control.waitFor();
  for (let stop = 0; stop < 60; stop++) {
    if (await control.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${control} is not reached by Tab`);
}

/** Fills a field as somebody without a mouse does. */
export async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

/** Presses a button or follows a link by keyboard. */
export async function press(page: Page, name: string | RegExp, role: "button" | "link" = "button"): Promise<void> {
  await tabTo(page, page.getByRole(role, { name }));
  await page.keyboard.press("Enter");
}

/** The code that was sent to a number. */
export const codeFor = (page: Page, phoneNumber: string): Promise<string> => readCode(page.request, phoneNumber);

/** Every value that the page's progress bar shows from now on, in their order. */
export async function recordBar(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seenOnBar: seen });
    const look = () => {
      const text = document.querySelector("main [role=progressbar]")?.getAttribute("aria-valuenow");
      if (text && seen.at(-1) !== Number(text)) seen.push(Number(text));
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });
  return () => page.evaluate(() => (window as unknown as { seenOnBar: number[] }).seenOnBar);
}

/** What the database holds of a store. */
export async function countRows(code: string) {
  return transaction("system", async tx => {
    const { id } = await tx.store.findUniqueOrThrow({ where: { code }, select: { id: true } });
    const where = { storeId: id };
    const [orders, products, texts] = [
      await tx.order.count({ where }),
      await tx.product.count({ where }),
      await tx.productText.count({ where }),
    ];
    return { id, orders, products, texts, pending: await tx.order.count({ where: { ...where, status: "pending" } }) };
  });
}

type ShipmentPage = {
  data: {
    shipments: { nodes: { order: { completedAt: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  };
};

/** When the orders of the sandbox's shop were placed, as the upstream itself tells it. */
export async function askSandbox(sandboxUrl: string): Promise<Date[]> {
  const query =
    "query($after: String) { shipments(first: 100, after: $after) { nodes { order { completedAt } } pageInfo { hasNextPage endCursor } } }";
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${answers.letzshopKey.api_key}` };
  const placed: Date[] = [];
  for (let after: string | null = null; ; ) {
    const body = JSON.stringify({ query, variables: { after } });
    const answer: Response = await fetch(`${sandboxUrl}/letzshop/graphql`, { method: "POST", headers, body });
    const { nodes, pageInfo } = ((await answer.json()) as ShipmentPage).data.shipments;
    placed.push(...nodes.map(({ order }) => new Date(order.completedAt)));
    if (!pageInfo.hasNextPage) return placed;
    after = pageInfo.endCursor;
  }
}

/** Lets the upstreams take three seconds for a few calls of the next import of everything, so that a bar has time to move. */
export async function slowDown(sandboxUrl: string): Promise<void> {
  const rules = [
    // Behind the pass that counts; the French feed is what the other tests import.
    { upstream: "letzshop", operation: "shipments", after: 35, times: 1 },
    { upstream: "feeds", operation: "de", times: 1 },
  ];
  for (const rule of rules)
    await fetch(`${sandboxUrl}/_faults`, { method: "PUT", body: JSON.stringify({ ...rule, fault: "slow" }) });
}
