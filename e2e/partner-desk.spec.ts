import type { Page } from "@playwright/test";
import { addContract } from "@/lib/members/service/add-contract";
import { addEmployer } from "@/lib/members/service/add-employer";
import { transaction } from "@/lib/platform/db";
import { idOf } from "./actions";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { call, oneRecord, type Partner } from "./own-partner";
import type { Person } from "./people";

const secretIn = async (page: Page) => String(await page.getByRole("dialog").locator("code").textContent());
const codeOf = async (address: string, partner: Partner) =>
  (await call(address, partner, { body: oneRecord() })).code ?? "accepted";

const keys: ReadonlySet<string> = new Set(["Tab", "Space", "Enter", "Control+A", "Delete"]);

/** Presses keys and types words one after the other, as somebody without a mouse. */
async function press(page: Page, ...given: string[]): Promise<void> {
  for (const one of given) await (keys.has(one) ? page.keyboard.press(one) : page.keyboard.type(one));
}

/** Closes the secret that is shown and makes sure that it is nowhere any more. */
async function expectForgotten(page: Page, secret: string): Promise<void> {
  await page.getByRole("button", { name: "I have copied it" }).press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.locator("#main"), "who pressed it is still on the page").toBeFocused();
  await page.reload();
  await page.waitForLoadState("networkidle");
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  expect((await page.content()) + kept).not.toContain(secret);
}

async function giveContract(admin: Person, partnerAccountId: string): Promise<string> {
  const actor = { id: await idOf(admin) };
  const by = { actor, caller: { address: "127.0.0.1", agent: "a test" } };
  const employer = await addEmployer(by, { name: `Employer of ${partnerAccountId}`, language: "en" });
  await addContract(by, { employerId: employer.id, partnerAccountId, startsOn: "2020-01-01", endsOn: null });
  return employer.name;
}

test("E6, E27: by keyboard an admin makes an account, gives it a new secret and closes it; each secret is shown once and kept nowhere, each act in the trail", async ({
  staff,
  pageOf,
  address,
}) => {
  const [admin, operator] = [await staff("admin"), await staff("operator")];
  const page = await pageOf(admin);
  const id = `acct_page_${process.pid}`;
  const dialog = page.getByRole("dialog");
  await page.setViewportSize({ width: 1280, height: 900 });
  await open(page, "/admin/partners");
  await page.getByRole("button", { name: "Make an account" }).press("Enter");
  await dialog.getByLabel("Account id").focus();
  await press(page, "acct page", "Tab", "The calling system", "Tab", "Space", "Tab", "Space", "Tab", "India", "Tab");
  await press(page, "Space", "Tab", "Tab", "Tab", "Enter");
  await expect(dialog.getByText("Use letters, digits, hyphens and underscores")).toBeVisible();
  await expect(dialog.getByLabel("Account id"), "what is wrong is where to go on").toBeFocused();
  await dialog.getByLabel("Account id").fill(id);
  await press(page, "Enter");
  await expect(dialog).toContainText(`The secret of ${id}`);
  const first = await secretIn(page);
  await dialog.getByRole("button", { name: "Copy secret" }).press("Enter");
  await expect(dialog.getByText("Copied").first()).toBeAttached();
  await page.mouse.click(5, 5);
  await expect(dialog, "a press beside it does not lose it").toBeVisible();
  await look(page, "a secret that was just made");
  expect(await codeOf(address, { id, secret: first })).toBe("accepted");
  const employer = await giveContract(admin, id);
  await page.setViewportSize({ width: 360, height: 740 });
  await expectForgotten(page, first);

  const row = page.getByRole("row", { name: id });
  for (const told of ["activate members, send calling data", "Numbers from India", "May replace plans", employer])
    await expect(row).toContainText(told);
  await expect(row, "it has called just now").toContainText("Last call");
  await row.getByRole("button", { name: "New secret" }).press("Enter");
  await dialog.getByLabel("Hours that").focus();
  await press(page, "Control+A", "Delete", "Tab", "a new computer", "Tab", "Tab", "Enter");
  await expect(dialog.getByText("Enter a whole number"), "nothing is no 0").toBeVisible();
  await dialog.getByLabel("Hours that").fill("2");
  await press(page, "Enter");
  await expect(dialog).toContainText(`The secret of ${id}`);
  const second = await secretIn(page);
  await expectForgotten(page, second);
  await expect(row).toContainText(`Secret ${second.slice(0, 8)}…`);
  await expect(row).toContainText(`and ${first.slice(0, 8)}… until`);
  const both = [await codeOf(address, { id, secret: first }), await codeOf(address, { id, secret: second })];
  expect(both).toEqual(["accepted", "accepted"]);
  await look(page, "partners");

  await row.getByRole("button", { name: "Disable" }).press("Enter");
  await dialog.getByLabel("Why").focus();
  await press(page, "no longer with us", "Tab", "Tab", "Enter");
  await expect(row).toContainText("Disabled");
  expect(await codeOf(address, { id, secret: second })).toBe("bad_signature");
  const trail = await transaction("system", tx =>
    tx.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } }),
  );
  const actorId = String(await idOf(admin));
  expect(trail).toMatchObject([
    { action: "partner.created", actorId, detail: { defaultRegion: "IN", allowsReplacement: true, sandbox: false } },
    { action: "partner.rotated", actorId, detail: { reason: "a new computer", overlapHours: 2 } },
    { action: "partner.disabled", actorId, detail: { reason: "no longer with us" } },
  ]);
  expect(JSON.stringify(trail)).not.toMatch(/gws_/);

  const reader = await pageOf(operator);
  await open(reader, "/admin/partners");
  await expect(reader.getByRole("row", { name: id })).toContainText("Disabled");
  await expect(reader.getByRole("button", { name: /Make an account|New secret|Disable/ })).toHaveCount(0);
});
