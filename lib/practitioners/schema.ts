import { z } from "zod";
import { countCharacters } from "./schema/characters";
import { filledWordList, wordList } from "./schema/list";
import { isLater, partialDate } from "./schema/partial-date";
import { optionalText, requiredText, typedText } from "./schema/text";

// Messages are keys of the `fields` texts, so that form and API say the same in the reader's language.
const email = requiredText("emailRequired", { most: 254 }).refine(
  value => value === "" || /^[^\s@<>()",;:\\]+@[^\s@.<>()",;:\\]+(\.[^\s@.<>()",;:\\]+)+$/.test(value),
  "email",
);

/** Step 1: who the practitioner is. */
export const BasicInfo = z.strictObject({
  firstName: requiredText("firstNameRequired", { most: 100 }),
  lastName: requiredText("lastNameRequired", { most: 100 }),
  email,
  location: requiredText("locationRequired", { most: 160 }),
});
export type BasicInfo = z.output<typeof BasicInfo>;

/** How many banners a profile has at most. */
export const mostBanners = 5;
const picture = z
  .string()
  .max(500, "tooLong")
  .regex(/^\/api\/v1\/uploads\/[0-9a-f]{32}$/, "uploadedPicture");
const noPicture = z.literal("").transform(() => null);
const alt = { most: 200 };

/** Step 2: pictures that were uploaded here, each with a text for who does not see it. All of it may be left out. */
export const VisualProfile = z
  .strictObject({
    bannerUrls: z
      .array(picture)
      .max(mostBanners, "atMost5")
      .optional()
      .transform(urls => urls ?? []),
    /** One for each banner, in order; missing ones are empty. */
    bannerAlts: z
      .array(optionalText(alt))
      .max(mostBanners, "atMost5")
      .optional()
      .transform(alts => (alts ?? []).map(text => text ?? "")),
    profileUrl: z
      .union([noPicture, picture])
      .nullish()
      .transform(url => url ?? null),
    profileAlt: optionalText(alt),
  })
  .refine(({ bannerUrls, bannerAlts }) => bannerAlts.length <= bannerUrls.length, {
    path: ["bannerAlts"],
    message: "altWithoutPicture",
  });
export type VisualProfile = z.output<typeof VisualProfile>;

/** Step 3: what the practitioner does, and in which languages. */
export const ProfessionalDetails = z.strictObject({
  practiceType: optionalText({ most: 100 }),
  languages: filledWordList("languagesRequired"),
  teachingStyles: wordList,
  specializations: filledWordList("specializationsRequired"),
});
export type ProfessionalDetails = z.output<typeof ProfessionalDetails>;

/** How long the texts of step 4 may be, in characters as people count them. */
export const bioLengths = { shortBio: { least: 20, most: 300 }, detailedIntro: { most: 3000 } } as const;

/** Step 4: the practitioner in their own words. */
export const BioAbout = z.strictObject({
  shortBio: requiredText("shortBioRequired", {
    most: bioLengths.shortBio.most,
    lines: true,
    tooLong: "shortBioTooLong",
  }).refine(text => text === "" || countCharacters(text) >= bioLengths.shortBio.least, "shortBioTooShort"),
  detailedIntro: optionalText({ most: bioLengths.detailedIntro.most, lines: true, tooLong: "detailedIntroTooLong" }),
});
export type BioAbout = z.output<typeof BioAbout>;

/** Step 4 as far as it was typed. */
export const BioDraft = z.strictObject({
  shortBio: typedText(bioLengths.shortBio.most * 2),
  detailedIntro: typedText(bioLengths.detailedIntro.most * 2),
});
export type BioDraft = z.output<typeof BioDraft>;

/** One place where the practitioner worked. Dates as exact as they are known; without an end it goes on. */
export const WorkExperience = z
  .strictObject({
    jobTitle: requiredText("jobTitleRequired", { most: 120 }),
    company: optionalText({ most: 160 }),
    /** In words, where dates are not known. */
    duration: optionalText({ most: 80 }),
    startDate: partialDate,
    endDate: partialDate,
    description: optionalText({ most: 1000, lines: true }),
  })
  .refine(({ startDate, endDate }) => !startDate || !endDate || !isLater(startDate, endDate), {
    path: ["endDate"],
    message: "endBeforeStart",
  });
export type WorkExperience = z.output<typeof WorkExperience>;

/** One certificate. */
export const Certification = z.strictObject({
  certificateName: requiredText("certificateNameRequired", { most: 160 }),
  issuingOrganization: optionalText({ most: 160 }),
  dateReceived: partialDate,
  credentialId: optionalText({ most: 120 }),
});
export type Certification = z.output<typeof Certification>;

const mostRows = 30;

/** Step 5: both lists in the order shown; both may be empty. */
export const ExperienceCertifications = z.strictObject({
  workExperiences: z.array(WorkExperience).max(mostRows, "atMost30").default([]),
  certifications: z.array(Certification).max(mostRows, "atMost30").default([]),
});
export type ExperienceCertifications = z.output<typeof ExperienceCertifications>;

/** The steps in a URL. */
export const stepSlugs = [
  "basic-info",
  "visual-profile",
  "professional-details",
  "bio-about",
  "experience-certifications",
] as const;
export type StepSlug = (typeof stepSlugs)[number];

// A step's answers may carry the version the person saw.
const version = z.number().int().min(0).optional();
// What was filled in for the person, as the step's view gave it.
const shown = z.string().max(40_000, "tooLong").optional();

/** What the API takes to save each step. */
export const SavedBasicInfo = BasicInfo.safeExtend({ version, shown });
export const SavedVisualProfile = VisualProfile.safeExtend({ version });
export const SavedProfessionalDetails = ProfessionalDetails.safeExtend({ version, shown });
export const SavedBioAbout = BioAbout.safeExtend({ version });
export const SavedExperienceCertifications = ExperienceCertifications.safeExtend({ version });
