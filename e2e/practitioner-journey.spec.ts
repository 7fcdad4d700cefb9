import { devices, type Page } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { expect, press, tabTo, test, type } from "./journey";
import { open } from "./look";
import { bringPractitionerTo, calledBefore, practitionerApi, signUpPractitioner } from "./own-practitioner";
import { newPhoneNumber, post } from "./people";
import { atPractitionerStep, countStored, practitionerHeadings, signInOnPage } from "./practitioner-pages";

const { viewport, hasTouch, isMobile } = devices["Pixel 7"];
const screens = { desktop: {}, phone: { viewport, hasTouch, isMobile } };

/** What the database holds of a practitioner. */
const practitionerOf = (phoneNumber: string) =>
  transaction("system", tx =>
    tx.practitioner.findUniqueOrThrow({ where: { phoneNumber }, include: { basicInfo: true, workExperience: true } }),
  );

const next = (page: Page) => page.getByRole("button", { name: "Continue" }).click();

/** The steps after the first, with no more than they ask for, up to the check page. */
async function goThroughTheRest(page: Page): Promise<void> {
  await atPractitionerStep(page, "visual-profile");
  await next(page);
  await atPractitionerStep(page, "professional-details");
  await page.getByLabel("Languages you teach in").fill("Engl");
  await page.getByRole("option", { name: "English" }).click();
  await page.getByLabel("Specializations").fill("Breath of fire");
  await page.keyboard.press("Escape");
  await next(page);
  await atPractitionerStep(page, "bio-about");
  await page.getByLabel("Short bio").fill("I teach people to breathe, slowly.");
  await next(page);
  await atPractitionerStep(page, "experience-certifications");
  await next(page);
  await atPractitionerStep(page, "check");
}

test("003: somebody nobody knew comes from the sign-in to the dashboard by keyboard alone", async ({ page }) => {
  const phoneNumber = newPhoneNumber();
  await signInOnPage(page, phoneNumber);
  await atPractitionerStep(page, "basic-info");
  await expect(page).toHaveTitle("Basic info – Step 1 of 5 – Gangway");
  await expect(page.getByText("From your call on")).toHaveCount(0);
  await press(page, "Continue");
  const problems = page.getByRole("alert").filter({ hasText: "There is a problem" });
  await expect(problems.getByRole("link")).toHaveCount(4);
  await expect(problems.locator(".."), "the summary has the focus").toBeFocused();
  await type(page, "First name", "Zoë");
  await type(page, "Last name", "O’Brien-Müller");
  await type(page, "E-mail address", "zoe@example.com");
  await type(page, "Place", "Łódź");
  await press(page, "Continue");

  await atPractitionerStep(page, "visual-profile");
  await expect(page.getByRole("heading", { level: 1 }), "the step takes the focus").toBeFocused();
  await press(page, "Continue");
  await atPractitionerStep(page, "professional-details");
  const languages = page.getByLabel("Languages you teach in");
  await tabTo(page, languages);
  await page.keyboard.type("portu");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Lëtzebuergesch");
  await page.keyboard.press("Enter");
  const chosen = page.getByRole("list", { name: "Languages you teach in: chosen" }).getByRole("listitem");
  await expect(chosen).toHaveText(["Portuguese", "Lëtzebuergesch"]);
  await tabTo(page, page.getByLabel("Specializations"));
  await page.keyboard.type("Reiki");
  await press(page, "Continue");

  await atPractitionerStep(page, "bio-about");
  await type(page, "Short bio", "I teach people to breathe.");
  await press(page, "Continue");
  await atPractitionerStep(page, "experience-certifications");
  await press(page, "Add work experience");
  await expect(page.getByLabel("Job title"), "a new entry begins with its first field").toBeFocused();
  await page.keyboard.type("Teacher");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("2019");
  await press(page, "Continue");

  await atPractitionerStep(page, "check");
  await expect(page.getByText("Portuguese, Lëtzebuergesch")).toBeVisible();
  await expect(page.getByText("since 2019")).toBeVisible();
  expect((await practitionerOf(phoneNumber)).crmOnboardingCompleted, "nothing ends unseen").toBe(false);
  await press(page, "Change place", "link");
  await atPractitionerStep(page, "basic-info");
  await type(page, "Place", "Kraków");
  await press(page, "Continue");
  await atPractitionerStep(page, "check");
  await press(page, "Finish setup");
  await page.waitForURL("/dashboard");
  await expect(page.getByRole("heading", { level: 1, name: "Welcome, Zoë" })).toBeVisible();
  expect(await practitionerOf(phoneNumber)).toMatchObject({
    crmOnboardingCompleted: true,
    basicInfo: { location: "Kraków" },
    workExperience: [{ jobTitle: "Teacher", startDate: "2019", endDate: null }],
  });
});

for (const [name, screen] of Object.entries(screens))
  test.describe(`on a ${name}`, () => {
    test.use({ ...screen, hasFreshContexts: true });

    test("C12, C13: somebody who was called finds what we were told, with its source, and goes on elsewhere", async ({
      page,
      pageOf,
      caller,
    }) => {
      const phoneNumber = newPhoneNumber();
      const told = await transaction("system", tx =>
        tx.practitioner.create({ data: { phoneNumber, ...calledBefore }, omit: { updatedAt: true } }),
      );
      await signInOnPage(page, phoneNumber);
      await atPractitionerStep(page, "basic-info");
      const tag = page.getByText("From your call on 3 March 2026. Check it is right.");
      await expect(tag).toHaveCount(4);
      for (const [label, value] of [
        ["First name", "John"],
        ["Last name", "Doe"],
        ["E-mail address", "john@yogastudio.com"],
        ["Place", "New York"],
      ] as const) {
        await expect(page.getByLabel(label)).toHaveValue(value);
        await expect(page.getByLabel(label)).toHaveAccessibleDescription(/From your call on 3 March 2026/);
      }
      await page.getByLabel("First name").fill("Johnny");
      await expect(tag, "what is changed is no longer from the call").toHaveCount(3);
      await page.goto("/onboarding/bio-about");
      await atPractitionerStep(page, "basic-info");
      await page.goto("/dashboard");
      await atPractitionerStep(page, "basic-info");
      await page.getByLabel("First name").fill("Johnny");
      await next(page);
      await atPractitionerStep(page, "visual-profile");
      expect(await countStored(page), "nothing lies in the browser").toEqual([0, 0]);

      const other = await pageOf({ request: await caller(page.context().request) });
      await other.goto("/onboarding");
      await atPractitionerStep(other, "visual-profile");
      await other.goto("/onboarding/professional-details");
      await atPractitionerStep(other, "visual-profile");
      await goThroughTheRest(other);
      await other.getByRole("button", { name: "Finish setup" }).click();
      await other.waitForURL("/dashboard");
      await expect(other.getByRole("heading", { name: "Johnny Doe" })).toBeVisible();
      await expect(other.getByText("Yoga Studio"), "the kind of practice that the call told").toBeVisible();
      await open(page, "/onboarding/basic-info");
      await page.waitForURL("/dashboard");
      const { crmOnboardingCompleted, basicInfo, ...now } = await practitionerOf(phoneNumber);
      expect([crmOnboardingCompleted, basicInfo?.firstName]).toEqual([true, "Johnny"]);
      const { name: nameThen, email, location, practiceType, isContacted } = told;
      expect(now, "what the call told stays").toMatchObject({
        name: nameThen,
        email,
        location,
        practiceType,
        isContacted,
      });
    });

    test("003: who is through comes straight to the dashboard, offers something and takes it back", async ({
      page,
      caller,
    }) => {
      const person = await bringPractitionerTo(await signUpPractitioner(await caller()));
      await post(person.request, "/api/v1/auth/logout", {});
      await signInOnPage(page, person.phoneNumber);
      await page.waitForURL("/dashboard");
      await expect(page.getByText("1 of 3 done")).toBeVisible();
      await page.getByRole("button", { name: "Add an offering" }).click();
      await page.getByRole("button", { name: "Save offering" }).click();
      await expect(
        page.getByRole("alert").getByRole("link", { name: "Enter a name for what you offer" }),
      ).toBeVisible();
      await page.getByLabel("Name").fill("Morning breath");
      await page.getByLabel("Price").fill("25,5");
      await page.getByLabel("Length in minutes").fill("90");
      await page.getByRole("button", { name: "Save offering" }).click();
      await expect(page.getByText("1.5 hours · €25.50")).toBeVisible();
      await page.getByRole("button", { name: "Activate Morning breath" }).click();
      await expect(page.getByRole("article").getByText("Morning breath"), "others would see it").toBeVisible();
      await expect(page.getByText("What is next")).toHaveCount(0);
      await page.getByRole("button", { name: "Edit Morning breath" }).click();
      await page.getByLabel("Name").fill("Evening breath");
      await page.getByRole("button", { name: "Save offering" }).click();
      await page.getByRole("button", { name: "Deactivate Evening breath" }).click();
      await expect(page.getByRole("article").getByText("Evening breath")).toHaveCount(0);
      const answer = await person.request.get(`${practitionerApi}/status`);
      expect(answer.status(), "signed out before").toBe(401);
    });
  });

test("the titles of all steps are their own, and a person without the role finds none of the pages", async ({
  caller,
  storeAt,
}) => {
  const { request } = await bringPractitionerTo(await signUpPractitioner(await caller()), "experience-certifications");
  const titles = Object.keys(practitionerHeadings).map(async slug => {
    const html = await (await request.get(`/onboarding/${slug}`)).text();
    return /<title>([^<]*)/.exec(html)?.[1];
  });
  expect(new Set(await Promise.all(titles)).size, "without answers to check there is no check page").toBe(5);
  const owner = await storeAt("merchant_profile");
  for (const address of ["/onboarding", "/onboarding/basic-info", "/dashboard"])
    expect((await owner.request.get(address)).status(), address).toBe(404);
});
