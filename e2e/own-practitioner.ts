import type { APIRequestContext } from "@playwright/test";
import { transaction } from "@/lib/platform/db";
import { newPhoneNumber, type Person, post, signIn } from "./people";

/** Where the API of a practitioner's wizard is. */
export const practitionerApi = "/api/v1/practitioner/onboarding";

/** The steps in their order, each with answers that pass. */
export const practitionerSteps: [slug: string, answers: object][] = [
  ["basic-info", { first_name: "Amélie", last_name: "Østergård", email: "a@example.com", location: "Zürich" }],
  ["visual-profile", {}],
  ["professional-details", { languages: ["English"], specializations: ["Breath"], teaching_styles: ["Hatha"] }],
  ["bio-about", { short_bio: "I teach people to breathe." }],
  [
    "experience-certifications",
    {
      work_experiences: [{ job_title: "Teacher", start_date: "2019", end_date: "2020-05" }],
      certifications: [{ certificate_name: "RYT 200", date_received: "2018-02-28" }],
    },
  ],
];

/** What the calling system told of somebody, as in 003's first example. */
export const calledBefore = {
  name: "John Doe",
  email: "john@yogastudio.com",
  practiceType: "Yoga Studio",
  location: "New York",
  isContacted: true,
  contactStatus: "interested",
  lastContactedDate: new Date("2026-03-03T10:00:00Z"),
};

/** What somebody says when our list has come to know another town of theirs. */
export const settlement = { step: "basic_info", field: "location", theirs: "Lisboa", keep: "theirs" } as const;

/** The calling system hears of another town. */
export const hearOfMove = ({ phoneNumber }: Pick<Person, "phoneNumber">) =>
  transaction("system", tx =>
    tx.practitioner.update({
      where: { phoneNumber },
      data: { location: settlement.theirs, lastContactedDate: new Date("2026-03-05T10:00:00Z") },
    }),
  );

/** Signs somebody in whose number nobody knew, or of whom the calling system told. */
export async function signUpPractitioner(request: APIRequestContext, told?: object): Promise<Person> {
  const phoneNumber = newPhoneNumber();
  if (told) await transaction("system", tx => tx.practitioner.create({ data: { phoneNumber, ...told } }));
  await signIn(request, phoneNumber);
  return { request, phoneNumber, name: "", email: "" };
}

/** Saves the first steps through their own endpoints: all five, or those before `slug`. */
export async function bringPractitionerTo(person: Person, slug?: string): Promise<Person> {
  for (const [step, answers] of practitionerSteps) {
    if (step === slug) break;
    await post(person.request, `${practitionerApi}/step/${step}`, answers);
  }
  return person;
}
