import type { Locator, Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { isFull } from "@/lib/platform/testing/full-form";
import { newContract } from "@/lib/platform/testing/new-contract";
import { expect, test } from "./fixtures";
import { look, open } from "./look";
import { newPhoneNumber, post } from "./people";

const press = async (button: Locator) => {
  await button.focus();
  await button.press("Enter");
};
const say = async (dialog: Locator, label: string, text: string) => {
  await dialog.getByLabel(label).focus();
  await dialog.page().keyboard.insertText(text);
};
const choose = async (dialog: Locator, label: string, first: string) => {
  await dialog.getByLabel(label).focus();
  await dialog.page().keyboard.type(first);
};
const auditsOf = (id: number) =>
  transaction("system", async tx => {
    const where = { subjectKind: "member", subjectId: String(id) };
    return (await tx.auditEntry.findMany({ where, orderBy: { id: "asc" } })).map(({ action }) => action);
  });

async function makeEmployer(desk: Page, dialog: Locator): Promise<void> {
  await open(desk, "/admin/employers");
  await press(desk.getByRole("button", { name: "Add employer" }));
  await say(dialog, "Name", "Analytical Engines");
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("heading", { name: "Analytical Engines" })).toBeVisible();
  await press(desk.getByRole("button", { name: "Add contract" }));
  await dialog.getByLabel("First day").fill("2026-01-01");
  await dialog.getByLabel("First day").press("Enter");
  await press(desk.getByRole("button", { name: "Add plan" }));
  for (const [label, text] of [
    ["Name", "Gold"],
    ["Core offering", "health"],
    ["Seats", "1"],
  ] as const)
    await say(dialog, label, text);
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("row", { name: "Gold" })).toContainText("0 of 1 taken");
}

async function addMember(desk: Page): Promise<number> {
  await press(desk.getByRole("link", { name: "Add member" }));
  const form = desk.locator("form").filter({ hasText: "Nominee" });
  await form.getByLabel("Name").first().fill("Ada Lovelace");
  await say(form, "Phone number", newPhoneNumber());
  await say(form, "E-mail", "ada@example.com");
  await press(form.getByRole("button", { name: "Add member" }));
  await expect(desk.getByRole("heading", { name: "Ada Lovelace" })).toBeVisible();
  return Number(desk.url().split("/").at(-1));
}

test("E22, E23: employer, contract, plan and member are made, and the member is activated after a preview, by keyboard alone", async ({
  staff,
  pageOf,
}) => {
  const desk = await pageOf(await staff("admin"));
  const dialog = desk.getByRole("dialog");
  await makeEmployer(desk, dialog);
  const id = await addMember(desk);
  const history = desk.getByRole("table", { name: "History of tries" });
  await press(desk.getByRole("button", { name: "Activate" }));
  await expect(dialog).toContainText("Not possible yet");
  await expect(dialog.getByText("Date of birth Not met")).toBeVisible();
  if (isFull) await look(desk, "a preview that refuses");
  await desk.keyboard.press("Escape");
  expect(await auditsOf(id), "a preview changes nothing").toEqual(["member.added"]);
  await press(desk.getByRole("link", { name: "Edit details" }));
  await say(desk.locator("main"), "Date of birth", "1990-12-10");
  await choose(desk.locator("main"), "Gender", "F");
  await press(desk.getByRole("button", { name: "Save details" }));
  await press(desk.getByRole("button", { name: "Activate" }));
  await expect(dialog).toContainText("Gold begins today");
  await press(dialog.getByRole("button", { name: "Activate" }));
  await expect(history).toContainText("Draft → Active");
  await press(desk.getByRole("button", { name: "Deactivate" }));
  await say(dialog, "Why", "has left the company");
  await press(dialog.getByRole("button", { name: "Deactivate" }));
  await expect(history).toContainText("Active → Deactivated");
  expect(await auditsOf(id)).toEqual(["member.added", "member.changed", "member.activated", "member.deactivated"]);
  await look(desk, "a member with history");
});

const api = "/api/v1/admin";

test("E14, E27: whatever is wrong is named at once, by the names of the wire, and what has ended stays so", async ({
  staff,
}) => {
  const { request } = await staff("admin");
  const { contractId: parent_subscription_id, gold } = await newContract();
  const faults = async (path: string, data: object) => {
    const answer = await request.post(`${api}${path}`, { data });
    const { error } = await answer.json();
    return [answer.status(), ...(error?.errors ?? []).map(({ field }: { field: string }) => field)];
  };
  const { id: employer_id } = await post(request, `${api}/employers`, { name: "Engines" }, 201);
  const days = { starts_on: "2026-03-01", ends_on: "2026-02-01" };
  expect(await faults("/employers", { name: " " })).toEqual([422, "name"]);
  expect(
    await faults("/parent-subscriptions", {
      employer_id: 999_999_999,
      starts_on: "2026-01-01",
      partner_account_id: "no",
    }),
  ).toEqual([422, "employer_id", "partner_account_id"]);
  expect(await faults("/parent-subscriptions", { employer_id: 0, ...days })).toEqual([422, "employer_id", "ends_on"]);
  expect(
    await faults("/plans", { parent_subscription_id, name: "", core_offering: "Two words", seats: 0, ...days }),
  ).toEqual([422, "name", "core_offering", "seats", "ends_on"]);
  expect(
    await faults("/plans", {
      parent_subscription_id,
      name: "A",
      core_offering: "a",
      starts_on: "2025-12-31",
      ends_on: "2025-12-31",
    }),
  ).toEqual([422, "starts_on", "ends_on"]);
  const wrong = {
    name: "",
    dob: "2990-01-01",
    gender: "X",
    phone_number: "",
    email_id: "x",
    govt_id_name: "pan",
    relation: "child",
  };
  expect(await faults("/members", { ...wrong, parent_subscription_id })).toEqual([
    422,
    ...["name", "dob", "gender", "phone_number", "email_id", "primary_member_id"],
  ]);
  const unreal = { phone_number: "+1", govt_id_name: "pan", govt_id_value: "123456" };
  expect(await faults("/members", { ...unreal, parent_subscription_id: "sub_none" })).toEqual([
    422,
    "phone_number",
    "govt_id_value",
    "parent_subscription_id",
  ]);
  const member = await post(request, `${api}/members`, { parent_subscription_id, name: "Ada" }, 201);
  const activate = `/members/${member.id}/activate`;
  expect(await faults(activate, { plan_subscription_id: gold })).toEqual([422, "dob", "gender", "phone_number"]);
  expect(await faults(`/members/${member.id}/deactivate`, { reason: "has left the company" })).toEqual([409]);
  expect(await faults(`/members/${member.id}/deactivate`, { reason: "short" })).toEqual([422, "reason"]);
  const why = { reason: "it is over and done" };
  for (const path of [
    `/plans/${gold}/retire`,
    `/parent-subscriptions/${parent_subscription_id}/cancel`,
    `/employers/${employer_id}/disable`,
  ]) {
    await post(request, `${api}${path}`, why);
    expect(await faults(path, why), path).toEqual([409]);
  }
  expect(await faults("/parent-subscriptions", { employer_id, starts_on: "2026-01-01" })).toEqual([409]);
  expect(await faults("/plans", { parent_subscription_id, name: "A", core_offering: "a" })).toEqual([409]);
  expect(await faults("/members", { parent_subscription_id, name: "Bob" })).toEqual([409]);
});

test("bar 38: two admins change one member; the second is told, keeps what they typed, and nothing is lost unseen", async ({
  staff,
  pageOf,
}) => {
  const [one, other] = [await staff("admin"), await staff("admin")];
  const { contractId: parent_subscription_id } = await newContract();
  const govt_id = { govt_id_name: "pan", govt_id_value: "ABCDE1234F" };
  const told = { parent_subscription_id, name: "Ada", city: "Turin", ...govt_id };
  const { id } = await post(one.request, `${api}/members`, told, 201);
  const desk = await pageOf(one);
  await open(desk, `/admin/members/${id}/edit`);
  expect(await desk.content(), "no page holds the number of a paper").not.toContain("ABCDE1234F");
  await desk.getByLabel("City").fill("London");
  const change = (data: object) => other.request.patch(`${api}/members/${id}`, { data });
  expect((await change({ version: 0, city: "Paris" })).status()).toBe(200);
  await desk.getByRole("button", { name: "Save details" }).click();
  const keep = desk.getByRole("button", { name: "Keep mine" });
  await expect(keep).toBeVisible();
  await keep.click();
  await expect(desk.getByRole("heading", { name: "Ada" })).toBeVisible();
  await expect(desk.getByText("London")).toBeVisible();
  await expect(desk.getByText("PAN •••• 234F")).toBeVisible();
  const late = await change({ version: 0, city: "Oslo" });
  const { error, data } = await late.json();
  expect([late.status(), error.code, data.saved.city, data.given.city]).toEqual([
    409,
    "version_conflict",
    "London",
    "Oslo",
  ]);
});
