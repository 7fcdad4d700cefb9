import { expect, press, tabTo, test } from "./journey";
import { look, open } from "./look";
import { bringPractitionerTo, practitionerSteps, signUpPractitioner } from "./own-practitioner";

test("003: what was answered is changed afterwards by keyboard, seen on the profile, and not overwritten by a forgotten window", async ({
  caller,
  pageOf,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()));
  const [page, forgotten] = [await pageOf(person), await pageOf(person)];
  await open(page, "/dashboard");
  await tabTo(page, page.getByRole("link", { name: "Edit your profile" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard/settings/basic-info");
  await expect(page).toHaveTitle("Basic info – Your profile – Gangway");
  const saved = page.getByRole("status").filter({ hasText: "Saved" });
  await tabTo(page, page.getByLabel("Place"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Bern");
  await press(page, "Save changes");
  await expect(saved).toBeVisible();
  const parts = page.getByRole("navigation", { name: "Parts of your profile" });
  await expect(parts.getByRole("link")).toHaveText(["Basics", "Pictures", "Details", "Bio", "Experience"]);
  await tabTo(page, parts.getByRole("link", { name: "Bio" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("/dashboard/settings/bio-about");
  await open(forgotten, "/dashboard/settings/bio-about");
  await tabTo(page, page.getByLabel("Short bio"));
  await page.keyboard.press("Control+A");
  await page.keyboard.type("I teach people to sit still.");
  await press(page, "Save changes");
  await expect(saved).toBeVisible();

  await forgotten.getByLabel("Short bio").fill("I teach something else.");
  await forgotten.getByRole("button", { name: "Save changes" }).click();
  await expect(forgotten.getByRole("button", { name: "Use saved" })).toBeVisible();
  await look(forgotten, "settings with a conflict");
  await forgotten.getByRole("button", { name: "Use saved" }).click();
  await expect(forgotten.getByLabel("Short bio")).toHaveValue("I teach people to sit still.");
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.waitForURL("/dashboard");
  await expect(page.getByRole("article").getByText("I teach people to sit still.")).toBeVisible();
  await expect(page.getByRole("article").getByText("Bern")).toBeVisible();
});

test("003: every part has settings, once the set-up is over; before that every page behind the gate leads back to it", async ({
  caller,
}) => {
  const person = await bringPractitionerTo(await signUpPractitioner(await caller()), "experience-certifications");
  const parts = practitionerSteps.map(([slug]) => `/dashboard/settings/${slug}`);
  const arrivesAt = async (address: string) => new URL((await person.request.get(address)).url()).pathname;
  for (const address of ["/dashboard", "/dashboard/settings", ...parts])
    expect(await arrivesAt(address), address).toBe("/onboarding/experience-certifications");
  await bringPractitionerTo(person);
  for (const address of ["/dashboard", ...parts]) expect(await arrivesAt(address)).toBe(address);
  expect((await person.request.get("/dashboard/settings/offerings")).status()).toBe(404);
});
