import { z } from "zod";

const version = { version: z.int() };
const text = z.string().nullable();
/** What was filled in, sealed, to be sent back with the answers; null once they are saved. */
const shown = { shown: z.string().nullable() };

/** Where a prefilled field comes from, and of which day; a guess may well be wrong. */
const OriginView = z.object({ source: z.enum(["call", "calling_list"]), at: z.iso.datetime(), isGuess: z.boolean() });
const origins = <Name extends string>(...names: Name[]) =>
  z.object(
    Object.fromEntries(names.map(name => [name, OriginView.optional()])) as Record<
      Name,
      z.ZodOptional<typeof OriginView>
    >,
  );

/** What is known of step 1. `prefilled` names the fields that nobody has confirmed yet. */
export const BasicInfoView = z.object({
  ...version,
  firstName: text,
  lastName: text,
  email: text,
  location: text,
  /** The account's, which cannot be changed here. */
  phoneNumber: z.string(),
  prefilled: origins("firstName", "lastName", "email", "location"),
  ...shown,
});
export type BasicInfoView = z.infer<typeof BasicInfoView>;

/** What is known of step 2. */
export const VisualProfileView = z.object({
  ...version,
  bannerUrls: z.array(z.string()),
  bannerAlts: z.array(z.string()),
  profileUrl: text,
  profileAlt: text,
});
export type VisualProfileView = z.infer<typeof VisualProfileView>;

/** What is known of step 3. */
export const ProfessionalDetailsView = z.object({
  ...version,
  practiceType: text,
  languages: z.array(z.string()),
  teachingStyles: z.array(z.string()),
  specializations: z.array(z.string()),
  prefilled: origins("practiceType"),
  ...shown,
});
export type ProfessionalDetailsView = z.infer<typeof ProfessionalDetailsView>;

/** What is known of step 4. */
export const BioAboutView = z.object({ ...version, shortBio: text, detailedIntro: text });
export type BioAboutView = z.infer<typeof BioAboutView>;

/** What is known of step 5, both lists in order. */
export const ExperienceView = z.object({
  ...version,
  workExperiences: z.array(
    z.object({
      jobTitle: z.string(),
      company: text,
      duration: text,
      startDate: text,
      endDate: text,
      description: text,
    }),
  ),
  certifications: z.array(
    z.object({ certificateName: z.string(), issuingOrganization: text, dateReceived: text, credentialId: text }),
  ),
});
export type ExperienceView = z.infer<typeof ExperienceView>;

/** When what was typed was kept last; null where there is nothing. */
export const DraftView = z.object({ savedAt: z.iso.datetime().nullable() });
