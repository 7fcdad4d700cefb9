import { transaction } from "@/lib/platform/db";
import { atStep, expect, test } from "./journey";
import { open } from "./look";
import { answers, post, type StoreOwner } from "./people";

const step = "/api/v1/store/onboarding/step/merchant-profile";
const draftOf = ({ code }: StoreOwner) =>
  transaction("system", tx => tx.stepDraft.findFirst({ where: { onboarding: { store: { code } } } }));

test("row C9: what is typed is kept after a pause, comes back on another device, and is gone once saved", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("merchant_profile");
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await page.getByLabel("About the shop").pressSequentially("Bread and ");
  await expect(page.getByText(/^Draft kept at \d\d:\d\d$/)).toBeVisible();
  await page.getByLabel("About the shop").pressSequentially("cheese");
  await expect.poll(async () => (await draftOf(owner))?.answers).toMatchObject({ description: "Bread and cheese" });
  expect(
    await page.evaluate(() => [localStorage.length, sessionStorage.length]),
    "nothing lies in the browser",
  ).toEqual([0, 0]);

  const other = await pageOf(owner);
  await other.goto(`/store/${owner.code}/onboarding`);
  await expect(other.getByLabel("About the shop")).toHaveValue("Bread and cheese");
  await expect(other.getByText("Here is what you typed before")).toBeVisible();
  await other.getByRole("button", { name: "Continue" }).click();
  await atStep(other, "letzshop-api");
  expect(await draftOf(owner)).toBeNull();
  await other.goto(`/store/${owner.code}/onboarding/merchant-profile`);
  await expect(other.getByLabel("About the shop")).toHaveValue("Bread and cheese");
  await expect(other.getByText("Here is what you typed before")).toHaveCount(0);
});

test("row C9: a draft is discarded by a button, is its owner's alone, and ends with the onboarding", async ({
  storeAt,
  pageOf,
}) => {
  const [owner, stranger] = [await storeAt("merchant_profile"), await storeAt("merchant_profile")];
  await owner.request.put(`${step}/draft`, { data: { description: "Bread", merchant_name: "" } });
  expect(await draftOf(stranger)).toBeNull();
  const page = await pageOf(owner);
  await page.goto(`/store/${owner.code}/onboarding`);
  await expect(page.getByLabel("Merchant name")).toHaveValue("");
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(page.getByLabel("Merchant name")).toHaveValue(owner.storeName);
  await expect(page.getByLabel("About the shop")).toHaveValue("");
  await expect.poll(() => draftOf(owner)).toBeNull();

  for (const data of [{ description: "x".repeat(2001) }, { api_key: "secret" }, { description: 1 }, []])
    expect
      .soft([400, 422], JSON.stringify(data).slice(0, 40))
      .toContain((await owner.request.put(`${step}/draft`, { data })).status());
  expect(await draftOf(owner)).toBeNull();
  const complete = await storeAt("complete");
  expect((await complete.request.put(`${step}/draft`, { data: {} })).status()).toBe(409);
});

test("row C10: the browser asks before typed answers are left by a link, and not when nothing was typed", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  const asked: string[] = [];
  page.on("dialog", async dialog => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  await page.goto(`/store/${owner.code}/onboarding`);
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await atStep(page, "merchant-profile");
  await page.goto(`/store/${owner.code}/onboarding`);
  await atStep(page, "letzshop-api");
  expect(asked).toEqual([]);
  await page.getByLabel("API key").pressSequentially("half a key");
  await page.getByRole("link", { name: "Back", exact: true }).click();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await page.getByRole("link", { name: "Save and finish later" }).click();
  await expect.poll(() => asked).toEqual(["beforeunload", "beforeunload"]);
  await expect(page.getByLabel("API key")).toHaveValue("half a key");
  expect(await draftOf(owner), "a key is in no draft").toBeNull();
});

test("row C7: the same profile changed in another window is shown, and either side can be kept", async ({
  storeAt,
  pageOf,
}) => {
  const owner = await storeAt("letzshop_api");
  const page = await pageOf(owner);
  const there = { ...answers.merchantProfile(owner), merchant_name: "There" };
  const name = page.getByLabel("Merchant name");
  await open(page, `/store/${owner.code}/onboarding/merchant-profile`);
  await name.fill("Here");
  await post(owner.request, step, there);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/^This step was changed at \d\d:\d\d in another window$/)).toBeVisible();
  await page.getByRole("button", { name: "Use saved" }).click();
  await expect(name).toHaveValue("There");

  await name.fill("Here after all");
  await post(owner.request, step, there);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Keep mine" }).click();
  await atStep(page, "letzshop-api");
  expect((await (await owner.request.get(step)).json()).data.merchant_name).toBe("Here after all");
});
