import sharp from "sharp";
import { transaction } from "@/lib/platform/db";
import { expect, test } from "./journey";
import { open } from "./look";
import { bringPractitionerTo, practitionerApi, practitionerSteps, signUpPractitioner } from "./own-practitioner";
import { dataOf, post } from "./people";
import { atPractitionerStep, countStored } from "./practitioner-pages";

const step = (slug: string) => `${practitionerApi}/step/${slug}`;
const wide = (red: number) =>
  sharp({ create: { width: 600, height: 300, channels: 3, background: { r: red, g: 120, b: 90 } } })
    .png()
    .toBuffer();
const asFile = (buffer: Buffer, name = "me.png", mimeType = "image/png") => ({ name, mimeType, buffer });

test("003: a picture is cut to its frame, gets a text, and one that lies is refused with a sentence", async ({
  caller,
  pageOf,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "visual-profile");
  const page = await pageOf(person);
  await page.goto("/onboarding");
  await atPractitionerStep(page, "visual-profile");
  await page.waitForLoadState("networkidle");
  const choose = page.getByLabel("Choose a picture");
  await choose.setInputFiles(asFile(Buffer.from("MZ not a picture at all"), "me.jpg", "image/jpeg"));
  await expect(page.getByText("Choose a picture of type JPEG, PNG, WebP or AVIF").first()).toBeVisible();
  await choose.setInputFiles(asFile(await wide(20)));
  const dialog = page.getByRole("dialog", { name: "Choose the part that is shown" });
  await dialog.getByLabel("Left to right").focus();
  await page.keyboard.press("End");
  await dialog.getByLabel("Zoom").fill("2");
  await dialog.getByRole("button", { name: "Use this part" }).click();
  const alt = page.getByLabel("What the profile picture shows");
  await expect(alt, "the text comes next").toBeFocused();
  await alt.fill("Amélie, smiling");
  for (const red of [200, 100]) {
    await page.getByLabel("Add a banner").setInputFiles(asFile(await wide(red)));
    await dialog.getByRole("button", { name: "Use this part" }).click();
    await expect(dialog).toHaveCount(0);
    await page.keyboard.type(`A wall ${red}`);
  }
  await page.getByRole("button", { name: "Move banner 2 up" }).click();
  await page.getByRole("button", { name: "Remove banner 2" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "professional-details");
  const saved = await dataOf(await person.request.get(step("visual-profile")));
  expect(saved).toMatchObject({ profile_alt: "Amélie, smiling", banner_alts: ["A wall 100", "A wall 200"] });
  const sizeOf = async (url: string) => {
    const { width, height } = await sharp(await (await person.request.get(url)).body()).metadata();
    return [width, height];
  };
  expect(await sizeOf(saved.profile_url), "half of its height, which is all that is shown").toEqual([150, 150]);
  expect(await sizeOf(saved.banner_urls[0])).toEqual([600, 200]);
});

test("003: what is written about oneself is counted as people count, kept meanwhile, and comes back elsewhere", async ({
  caller,
  pageOf,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "bio-about");
  const page = await pageOf(person);
  await page.goto("/onboarding/bio-about");
  const bio = page.getByLabel("Short bio");
  await expect(page.getByText("300 characters left")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await bio.pressSequentially("👩‍👩‍👧‍👦 ok");
  await expect(page.getByText("296 characters left").first(), "a family is one character").toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "296 characters left" }), "told aloud").toBeAttached();
  await expect(page.getByText(/^Draft kept at \d\d:\d\d$/)).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("link", { name: "Write at least 20 characters" })).toBeVisible();
  expect(await countStored(page)).toEqual([0, 0]);

  const other = await pageOf(person);
  await open(other, "/onboarding/bio-about");
  await expect(other.getByText("Here is what you typed before")).toBeVisible();
  await expect(other.getByLabel("Short bio")).toHaveValue("👩‍👩‍👧‍👦 ok");
  await other.getByLabel("Short bio").fill(`${"x".repeat(310)}`);
  await expect(other.getByText("10 characters too many").first()).toBeVisible();
  await other.getByRole("button", { name: "Discard the draft" }).click();
  await expect(other.getByLabel("Short bio")).toHaveValue("");
});

test("003: experience is added, dated as far as it is known, put in order, removed and brought back", async ({
  caller,
  pageOf,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "experience-certifications");
  const page = await pageOf(person);
  await page.goto("/onboarding");
  await atPractitionerStep(page, "experience-certifications");
  await page.waitForLoadState("networkidle");
  const work = page.getByRole("region", { name: "Work experience" });
  for (const [at, [title, year]] of [
    ["Teacher", "2019"],
    ["Coach", "2022"],
  ].entries()) {
    await page.getByRole("button", { name: "Add work experience" }).click();
    await work.getByLabel("Job title").nth(at).fill(String(title));
    await work.getByRole("group", { name: "Started" }).nth(at).getByLabel("Year").fill(String(year));
  }
  const started = work.getByRole("group", { name: "Started" }).nth(1);
  await started.getByLabel("Month").fill("13");
  await page.getByRole("button", { name: "Continue" }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /Enter a year, a month or a day/ })
    .click();
  await expect(started.getByLabel("Year"), "the summary leads to the date").toBeFocused();
  await started.getByLabel("Month").fill("5");
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(0);

  const titles = work.getByRole("heading", { level: 3 });
  await page.getByRole("button", { name: "Move Coach up" }).click();
  await expect(titles).toHaveText(["Coach", "Teacher"]);
  await expect(page.getByRole("button", { name: "Move Coach up" }), "the same button keeps the focus").toBeFocused();
  await page.getByRole("button", { name: "Remove Coach" }).click();
  await expect(titles).toHaveText(["Teacher"]);
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(titles).toHaveText(["Coach", "Teacher"]);
  await expect(work.getByText("since May 2022")).toBeVisible();
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "check");

  // Another window changes what was being looked over.
  const other = await pageOf(person);
  await other.goto("/onboarding");
  await atPractitionerStep(other, "check");
  await other.getByRole("link", { name: "Change certifications" }).click();
  await other.getByRole("button", { name: "Remove Coach" }).click();
  await other.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(other, "check");
  await page.getByRole("button", { name: "Finish setup" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "changed in another window" })).toBeVisible();
  await expect(page.getByText("Coach"), "the page shows what is there now").toHaveCount(0);
  await page.getByRole("button", { name: "Finish setup" }).click();
  await page.waitForURL("/dashboard");
  const rows = await transaction("system", tx =>
    tx.workExperience.findMany({ where: { practitioner: { phoneNumber: person.phoneNumber } } }),
  );
  expect(rows).toMatchObject([{ jobTitle: "Teacher", startDate: "2019" }]);
});

test("003: two windows cannot overwrite each other's first step unseen", async ({ caller, pageOf }) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "visual-profile");
  const page = await pageOf(person);
  await open(page, "/onboarding/basic-info");
  await expect(page.getByLabel("Place")).toHaveValue("Zürich");
  await post(person.request, step("basic-info"), { ...practitionerSteps[0]?.[1], location: "Genève" });
  await page.getByLabel("Place").fill("Basel");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/This step was changed at \d\d:\d\d in another window/)).toBeVisible();
  await page.getByRole("button", { name: "Use saved" }).click();
  await expect(page.getByLabel("Place")).toHaveValue("Genève");
});
