import { transaction } from "@/lib/platform/db";
import { idOf } from "./actions";
import { expect, test } from "./journey";
import { look, open } from "./look";
import { dataOf, post } from "./people";

const choose = "/api/v1/me/preferences";

test("F28: by keys alone an owner says how it was, changes it and is asked no more; who looks with their eyes says nothing; admins read it and speak of the desk", async ({
  storeAt,
  staff,
  pageOf,
}) => {
  const [owner, admin] = [await storeAt("complete"), await staff("admin")];
  const dashboard = `/store/${owner.code}/dashboard`;
  const page = await pageOf(owner);
  await open(page, dashboard);
  const question = page.getByRole("group", { name: "How was setting up?" });
  const words = page.getByRole("textbox", { name: /What would have helped/ });
  const send = page.getByRole("button", { name: "Send", exact: true });
  await words.fill(`The key, ${owner.marker}`);
  await send.press("Enter");
  await expect(question.getByRole("radio", { name: "1 of 5, very hard" })).toBeFocused();
  await expect(question.getByText("Choose one")).toBeVisible();
  await expect(words, "nothing typed is lost").toHaveValue(`The key, ${owner.marker}`);
  for (let score = 1; score < 4; score++) await page.keyboard.press("ArrowRight");
  await expect(question.getByRole("radio", { name: "4 of 5" })).toBeChecked();
  await send.press("Enter");
  await expect(page.getByText("You gave 4 of 5 to setting up.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Change" }), "the button that had the focus is gone").toBeFocused();

  const desk = await pageOf(admin);
  const id = await idOf(owner);
  await post(admin.request, `/api/v1/admin/people/${id}/view-as`, { reason: "cannot find the key" }, 201);
  await open(desk, dashboard);
  await expect(desk.getByRole("button", { name: "Don’t ask again" })).toBeDisabled();
  await desk.getByRole("button", { name: "Change" }).click();
  await expect(desk.getByRole("button", { name: "Send", exact: true })).toBeDisabled();
  await post(admin.request, `/api/v1/admin/people/${id}/view-as/end`, {});

  await open(page, dashboard);
  await page.getByRole("button", { name: "Change" }).press("Enter");
  await expect(question.getByRole("radio", { name: "4 of 5" })).toBeFocused();
  await expect(words).toHaveValue(`The key, ${owner.marker}`);
  await page.getByRole("button", { name: "Don’t ask again" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "We will not ask again." })).toBeFocused();
  await open(page, dashboard);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("setting up", { exact: false })).toHaveCount(0);

  await open(desk, "/admin/feedback");
  await expect(desk.getByText(`The key, ${owner.marker}`)).toBeVisible();
  await desk.getByRole("button", { name: "Send" }).press("Enter");
  await expect(desk.getByText("Say what annoys you, what is missing, or both")).toBeVisible();
  await expect(desk.getByRole("textbox", { name: /What annoys you/ })).toBeFocused();
  const missing = desk.getByRole("textbox", { name: /What is missing/ });
  await missing.fill(`A search, ${owner.marker}`);
  await desk.getByRole("button", { name: "Send" }).press("Enter");
  await expect(desk.getByText("Thank you, it was noted.")).toBeVisible();
  await expect(desk.getByRole("listitem").filter({ hasText: `A search, ${owner.marker}` })).toBeVisible();
  await expect(missing).toHaveValue("");
  await look(desk, "what people say");
  const operator = await pageOf(await staff("operator"));
  await open(operator, "/admin/feedback");
  await expect(operator.getByText(owner.marker)).toHaveCount(0);
  const said = { text: { contains: owner.marker } };
  expect(await transaction("system", tx => tx.feedback.count({ where: said }))).toBe(1);
});

test("F35: by keys alone somebody chooses what they are told; what was changed elsewhere meanwhile is not overwritten, and no tick is lost", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  await open(page, `/store/${owner.code}/onboarding/merchant-profile`);
  await page.getByRole("button", { name: "Account" }).press("Enter");
  await page.getByRole("link", { name: "What you are told" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "What you are told" })).toBeVisible();
  const byMail = page.getByRole("group", { name: "Reminders" }).getByRole("checkbox", { name: "By e-mail" });
  const byBell = page.getByRole("checkbox", { name: "Under the bell" });
  const save = page.getByRole("button", { name: "Save" });
  await byMail.press("Space");
  await save.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
  const unwanted = async () => {
    const { choices } = await dataOf(await owner.request.get(choose));
    const all: { topic: string; channel: string; is_wanted: boolean }[] = choices;
    return all.filter(one => !one.is_wanted).map(({ topic, channel }) => `${topic}.${channel}`);
  };
  expect(await unwanted()).toEqual(["reminders.email"]);
  // Another window, or their phone.
  const elsewhere = (is_wanted: boolean) =>
    owner.request.put(choose, { data: { choices: [{ topic: "runs", channel: "in_app", is_wanted }] } });
  expect((await elsewhere(false)).status()).toBe(200);
  await byMail.press("Space");
  await save.press("Enter");
  await expect(page.getByText("This was changed elsewhere meanwhile")).toBeVisible();
  await expect(byMail, "the tick that was made").toBeChecked();
  await look(page, "what somebody is told, changed elsewhere");
  await page.getByRole("button", { name: "Take what is set now" }).press("Enter");
  await expect(byBell).not.toBeChecked();
  await expect(byMail).not.toBeChecked();
  await byMail.press("Space");
  await save.press("Enter");
  await expect(page.getByText("Saved.")).toBeVisible();
  expect(await unwanted()).toEqual(["runs.in_app"]);
  expect((await elsewhere(true)).status()).toBe(200);
  await save.press("Enter");
  await expect(page.getByText("This was changed elsewhere meanwhile")).toBeVisible();
  await save.press("Enter");
  await expect.poll(unwanted, "who saves again means it").toEqual(["runs.in_app"]);
});
