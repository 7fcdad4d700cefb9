import { transaction } from "@/lib/platform/db";
import { newMessageId } from "@/lib/platform/webhooks/enqueue";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { dataOf } from "./people";

const audit = "/api/v1/admin/audit";
const outbox = "/api/v1/admin/outbox";
const patience = { timeout: 15_000 };

test("F19, F20: an admin finds what was done by its support code, verifies the chain, and takes a table along; an operator reads it masked and changes nothing", async ({
  storeAt,
  staff,
  pageOf,
}) => {
  const [owner, admin, operator] = [await storeAt("letzshop_api"), await staff("admin"), await staff("operator")];
  const reason = `Import done by hand ${owner.marker}`;
  const skip = await admin.request.post(`/api/v1/admin/stores/${owner.code}/onboarding/skip`, { data: { reason } });
  const trace = skip.headers()["x-request-id"] ?? "";
  expect(trace).toMatch(/^req_/);

  const page = await pageOf(admin);
  await open(page, `/admin/audit?action=store.onboarding_skipped&trace=${trace}`);
  await expect(page.getByRole("link", { name: /Onboarding skipped \(store\.onboarding_skipped\)/ })).toBeVisible();
  await expect(page.getByLabel("What was done").locator("option:checked")).toHaveText("Onboarding skipped");
  await expect(page.getByLabel("What was done").locator("optgroup[label='Stores'] > option").first()).toBeAttached();
  const row = page.getByRole("row").filter({ hasText: "store.onboarding_skipped" });
  await expect(row).toContainText(reason);
  await row.getByRole("link", { name: /^Onboarding \d+$/ }).click();
  await page.waitForURL(/\/admin\/onboardings\/\d+$/);
  await open(page, `/admin/audit?trace=${trace}`);
  await page.getByRole("button", { name: "Verify the chain" }).click();
  await expect(page.getByText(/entries are whole, up to no\. \d+/)).toBeVisible(patience);
  await look(page, "the audit log");
  await page.getByLabel("By whom").selectOption("system");
  await page.getByRole("button", { name: "Find" }).click();
  await page.waitForURL(/actor_kind=system/);
  await expect(page.getByText("No entry fits")).toBeVisible();

  const table = await admin.request.get(`${audit}/export?trace=${trace}`);
  expect([table.headers()["content-type"], await table.text()]).toEqual([
    "text/csv; charset=utf-8",
    expect.stringContaining(reason),
  ]);
  const exported = await dataOf(await operator.request.get(`${audit}?action=audit.exported&limit=1`));
  expect(exported.items).toMatchObject([{ actor: { kind: "user" }, address: null }]);
  const masked = await dataOf(await operator.request.get(`${audit}?trace=${trace}`));
  expect(JSON.stringify(masked)).not.toContain(owner.marker);
  expect(await (await operator.request.get(`${audit}/export?trace=${trace}`)).text()).not.toContain(owner.marker);
});

test("messages: an admin sees why one failed and sends it again; an operator only looks, and nobody reads what it says", async ({
  staff,
  pageOf,
}) => {
  const [admin, operator] = [await staff("admin"), await staff("operator")];
  const kind = `records.${Date.now()}`;
  const ids = [newMessageId(), newMessageId()] as const;
  await transaction("system", tx =>
    tx.outboxMessage.createMany({
      data: ids.map(id => ({
        ...{ id, kind, channel: "email" as const, recipient: "records@example.com", payload: "sealed" },
        ...{ state: "failed" as const, errorCode: "smtp_554", attempts: 2 },
      })),
    }),
  );
  const theirs = await pageOf(operator);
  await open(theirs, `/admin/notifications?kind=${kind}`);
  await expect(theirs.getByText("r•••@•••")).toHaveCount(2);
  await expect(theirs.getByRole("button", { name: /Send/ })).toHaveCount(0);

  const page = await pageOf(admin);
  await open(page, `/admin/notifications?kind=${kind}`);
  await look(page, "messages that failed");
  await page.getByRole("button", { name: "Send all 2 again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send all 2 again" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  // What cannot be opened any more ends there, and is told so.
  await expect
    .poll(async () => {
      const answer = await admin.request.get(`${outbox}/${ids[0]}`);
      return (await dataOf(answer)).error_code;
    }, patience)
    .toBe("unreadable");
  await open(page, `/admin/notifications/${ids[0]}`);
  await expect(page.getByText("Cannot be opened any more")).toBeVisible();
  await look(page, "one message");
});
