import type { Browser, BrowserContext, Page } from "@playwright/test";

type Cookies = Awaited<ReturnType<BrowserContext["cookies"]>>;

// Not `close`, for which Playwright itself listens.
const heard = ["page", "request", "requestfailed", "requestfinished", "response", "console", "dialog", "weberror"];

/**
 * Browser contexts of one process of the tests, emptied between one that had them and the next. In a context of its own a page starts a renderer
 * and compiles all scripts anew: three quarters of a second of computing. A page that stays open in each keeps both warm.
 */
export class Contexts {
  readonly #free: { context: BrowserContext; parked: Page }[] = [];
  readonly #lent = new Map<BrowserContext, Page>();

  constructor(
    private readonly browser: Browser,
    private readonly baseURL: string,
  ) {}

  /** A context that knows these cookies and nothing else. */
  async take(cookies: Cookies = []): Promise<BrowserContext> {
    const { context, parked } = this.#free.pop() ?? (await this.#open());
    await context.addCookies(cookies);
    this.#lent.set(context, parked);
    return context;
  }

  /** Closes its pages and forgets what they have kept; a context that was closed is gone. */
  async giveBack(context: BrowserContext): Promise<void> {
    const parked = this.#lent.get(context);
    this.#lent.delete(context);
    if (!parked || parked.isClosed()) return;
    for (const event of heard) context.removeAllListeners(event);
    await context.unrouteAll({ behavior: "ignoreErrors" });
    for (const page of context.pages()) if (page !== parked) await page.close();
    await context.clearCookies();
    await parked.evaluate(() => localStorage.clear());
    this.#free.push({ context, parked });
  }

  async #open() {
    const context = await this.browser.newContext({ baseURL: this.baseURL });
    const parked = await context.newPage();
    await parked.goto("/icon.svg");
    return { context, parked };
  }
}
