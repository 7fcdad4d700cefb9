import { expect, test } from "./journey";
import { look, open } from "./look";
import { bringPractitionerTo, calledBefore, practitionerSteps, signUpPractitioner } from "./own-practitioner";
import { post } from "./people";
import { atPractitionerStep } from "./practitioner-pages";

test.describe.configure({ mode: "parallel" });

test("the first steps of the practitioner's wizard, prefilled and with faults", async ({ caller, pageOf }) => {
  const page = await pageOf(await signUpPractitioner(await caller(), calledBefore));
  await open(page, "/onboarding");
  await look(page, "basic info, prefilled");
  await page.getByLabel("First name").fill("");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "There is a problem" })).toBeVisible();
  await page.getByLabel("First name").fill("John");
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "visual-profile");
  await look(page, "visual profile");
});

test("details with a list of suggestions open, and the bio", async ({ caller, pageOf }) => {
  const page = await pageOf(await bringPractitionerTo(await signUpPractitioner(await caller()), "bio-about"));
  await open(page, "/onboarding/professional-details");
  await page.getByRole("combobox", { name: "Languages you teach in" }).fill("an");
  await expect(page.getByRole("listbox")).toBeVisible();
  await look(page, "details with suggestions");
  await open(page, "/onboarding/bio-about");
  await look(page, "bio");
});

test("experience with an entry open, and the check page", async ({ caller, pageOf }) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "experience-certifications");
  const page = await pageOf(person);
  await open(page, "/onboarding");
  await page.getByRole("button", { name: "Add work experience" }).click();
  await page.getByLabel("Job title").fill("Teacher");
  await page.getByRole("button", { name: "Add a certification" }).click();
  await page.getByRole("button", { name: "Remove New entry" }).click();
  await look(page, "experience");
  await page.getByRole("button", { name: "Continue" }).click();
  await atPractitionerStep(page, "check");
  await look(page, "check page of a practitioner");
});

test("the practitioner's dashboard, its dialog, and the front page in mid-wizard", async ({ caller, pageOf }) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "experience-certifications");
  const page = await pageOf(person);
  await open(page, "/");
  await expect(page.getByRole("main").getByRole("link", { name: "Go on with the set-up" })).toHaveAttribute(
    "href",
    "/onboarding",
  );
  const [slug, answers] = practitionerSteps.at(-1) ?? ["", {}];
  await post(person.request, `/api/v1/practitioner/onboarding/step/${slug}`, answers);
  await open(page, "/dashboard");
  await look(page, "dashboard of a practitioner");
  await page.getByRole("button", { name: "Add an offering" }).click();
  await look(page, "dialog of an offering");
});
