import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { isFull } from "@/lib/platform/testing/full-form";

const widths = [1280, 360, 320];
// A page that was just resized, or whose letters just grew, may need a few frames until menus and boxes stand where they belong.
const settled = expect.configure({ soft: true, timeout: 15_000 });

/** Nothing sticks out at the side, so nobody has to scroll two ways (1.4.10). */
async function expectNoSideScroll(page: Page, state: string): Promise<void> {
  const findWide = () =>
    page.evaluate(() => {
      const edge = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= edge) return [];
      const sticksOut = (element: Element) => element.getBoundingClientRect().right > edge + 1;
      const all = [...document.body.querySelectorAll("*")].filter(sticksOut);
      return ["the page scrolls sideways", ...all.slice(0, 3).map(element => element.outerHTML.slice(0, 150))];
    });
  await settled.poll(findWide, { message: state }).toEqual([]);
}

type Scheme = "light" | "dark";

// Colours are what differs in the dark, and what a phone has instead of something else is named and large enough.
const darkRules = [
  ...["color-contrast", "link-in-text-block", "target-size"],
  ...["button-name", "link-name", "label", "aria-hidden-focus", "scrollable-region-focusable"],
];

async function expectNoViolations(page: Page, state: string, scheme: Scheme): Promise<void> {
  // Half a megabyte of axe is read once per document; whatever stands here instead is evaluated, and its value sent.
  const known = (await page.evaluate(() => "axe" in window)) ? { axeSource: "0" } : {};
  const findViolations = async () => {
    // There are no frames to gather from; the other way opens a page of its own each time.
    const axe = new AxeBuilder({ page, ...known }).setLegacyMode(true);
    const { violations } = await (scheme === "dark"
      ? axe.options({ resultTypes: ["violations"] }).withRules(darkRules)
      : axe.options({ resultTypes: ["violations"], rules: { "target-size": { enabled: true } } })
    ).analyze();
    return violations;
  };
  let violations = await findViolations();
  // Drawn anew while it was looked at, it had no title for a moment.
  if (violations.some(({ id }) => id === "document-title")) {
    await expect(page).toHaveTitle(/\S/);
    violations = await findViolations();
  }
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`);
  expect.soft(told, `${state}, ${scheme}`).toEqual([]);
}

/** Waits until colours and places have arrived: half-way from light to dark nothing has its contrast. What turns for ever is not waited for. */
async function expectStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ends = document.getAnimations().filter(one => one.effect?.getComputedTiming().iterations !== Infinity);
    // On a page that is not in front time may stand still.
    const patience = new Promise(resolve => setTimeout(resolve, 1000));
    await Promise.race([Promise.allSettled(ends.map(({ finished }) => finished)), patience]);
  });
}

/** What is pressed on a phone is as large as a finger: 44 px; links in running text may be lower. */
async function expectLargeTargets(page: Page, state: string): Promise<void> {
  const findSmall = () =>
    page.evaluate(() => {
      const controls = [...document.querySelectorAll("button, select, textarea, input:not([type=hidden])")];
      return controls.flatMap(control => {
        // What belongs to a control is pressed as well: its label, and the box round it.
        const boxes = [control, control.closest("label"), control.closest("label > span")].filter(box => box !== null);
        const sizes = boxes.map(box => box.getBoundingClientRect());
        const [width, height] = [Math.max(...sizes.map(box => box.width)), Math.max(...sizes.map(box => box.height))];
        return width > 0 && Math.min(width, height) < 43.5
          ? [`${width} × ${height}: ${control.outerHTML.slice(0, 150)}`]
          : [];
      });
    });
  await settled.poll(findSmall, { message: state }).toEqual([]);
}

/** With letters of twice their size nothing is cut off and nothing sticks out (1.4.4). What draws itself anew for its new room gets the time for it. */
async function expectRoomForLargeText(page: Page, state: string): Promise<void> {
  const findCut = () =>
    page.evaluate(() => {
      const isCut = (element: Element) => {
        const { overflowX, textOverflow, clipPath } = getComputedStyle(element);
        // What somebody has typed moves along in its field; the browser clips it there at every size.
        const isHidden =
          clipPath !== "none" || element.closest(".sr-only, input, select, [data-input-otp-container]") !== null;
        return (
          /hidden|clip/.test(overflowX) &&
          textOverflow !== "ellipsis" &&
          !isHidden &&
          element.scrollWidth > element.clientWidth + 1
        );
      };
      return [...document.body.querySelectorAll("*")].filter(isCut).map(element => element.outerHTML.slice(0, 150));
    });
  await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  await settled.poll(findCut, { message: state }).toEqual([]);
  await expectNoSideScroll(page, state);
  await page.evaluate(() => document.documentElement.style.removeProperty("font-size"));
}

async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width > 700 ? 900 : 740 });
  await page.waitForFunction(wide => window.innerWidth === wide, width);
}

/** Which page this is, whoever it belongs to: by its address, and by what has colours of its own, a dialog, faults, or a tone. */
async function kindOf(page: Page): Promise<string> {
  const { pathname, searchParams } = new URL(page.url());
  const find = () => {
    const tones = ["danger", "warning", "success"].flatMap(tone => [`.text-${tone}`, `.bg-${tone}-soft`]);
    const kinds = ["[role=dialog]", "[aria-invalid=true]", ".bg-accent-soft", ...tones];
    return kinds.filter(kind => document.querySelector(kind));
  };
  const nobodys = pathname.replaceAll(/\/([A-Z0-9]{6,}|\d+)(?=\/|$)/g, "/…");
  return [nobodys, ...searchParams.keys(), ...(await page.evaluate(find))].join(" ");
}

const seenInTheDark = new Set<string>();

/** Which colours a width is looked at in: all at each in the long form; else light wide, and the first of its kind dark and narrow. */
async function schemesAt(width: number, page: Page): Promise<Scheme[]> {
  if (isFull) return ["light", "dark"];
  if (width === 1280) return ["light"];
  const kind = await kindOf(page);
  if (seenInTheDark.has(kind)) return [];
  seenInTheDark.add(kind);
  return ["dark"];
}

/** Looks at what a page shows now: axe at 1280 px, and at 360 in the dark, no sideways scrolling down to 320 px or with letters twice as large. */
export async function look(page: Page, state: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  // A page that is just being drawn anew has none for a moment.
  await expect(page).toHaveTitle(/\S/);
  for (const width of widths) {
    await resize(page, width);
    await expectNoSideScroll(page, `${state} at ${width} px`);
    if (width === 360) await expectLargeTargets(page, `${state}, as large as a finger`);
    if (width === 320) continue;
    for (const colorScheme of await schemesAt(width, page)) {
      await page.emulateMedia({ colorScheme });
      await expectStill(page);
      await expectNoViolations(page, `${state} at ${width} px`, colorScheme);
    }
  }
  await resize(page, 768);
  await expectRoomForLargeText(page, `${state} with large text`);
}

/** Opens a page and waits until it has its scripts. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle");
}
