import type { Page } from "@playwright/test";
import { expect } from "./journey";
import { readCode } from "./people";
import { askForCode, codeField } from "./sign-in-page";

/** Steps of the practitioner's wizard in their order, and the check page, as in an address, with the heading of each. */
export const practitionerHeadings = {
  "basic-info": "Basic info",
  "visual-profile": "Visual profile",
  "professional-details": "Professional details",
  "bio-about": "Bio and about",
  "experience-certifications": "Experience and certifications",
  check: "Check your answers",
} as const;

/** Waits until a step of the practitioner's wizard stands. */
export async function atPractitionerStep(page: Page, slug: keyof typeof practitionerHeadings): Promise<void> {
  await page.waitForURL(new RegExp(`/onboarding/${slug}(\\?|$)`));
  await expect(page.getByRole("heading", { level: 1, name: practitionerHeadings[slug] })).toBeVisible();
}

/** Goes through the sign-in page as whoever holds a number. */
export async function signInOnPage(page: Page, phoneNumber: string): Promise<void> {
  await askForCode(page, phoneNumber);
  await codeField(page).fill(await readCode(page.request, phoneNumber));
  await page.keyboard.press("Enter");
}

/** What lies in the browser besides cookies. */
export const countStored = (page: Page): Promise<number[]> =>
  page.evaluate(() => [localStorage.length, sessionStorage.length]);
