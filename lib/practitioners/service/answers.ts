import { dropDraft } from "@/lib/platform/flow/draft";
import type { PersonContext } from "@/lib/platform/flow/step";
import type { BasicInfo, BioAbout, ExperienceCertifications, ProfessionalDetails, VisualProfile } from "../schema";
import { callingFields, guessedFields, originsOf, prefillBasicInfo, prefillPracticeType } from "./prefill";

type Reading = Pick<PersonContext, "tx" | "subjectId">;

const callingData = ({ tx, subjectId }: Reading) =>
  tx.practitioner.findUniqueOrThrow({ where: { id: subjectId }, select: callingFields });
const ofOne = ({ subjectId }: Reading) => ({ practitionerId: subjectId });

const basicFields = { firstName: true, lastName: true, email: true, location: true, phoneNumber: true } as const;

/** Step 1: saved, else what the calling system told, each such field with where it comes from. */
export async function loadBasicInfo(context: Reading) {
  const saved = await context.tx.basicInfo.findUnique({ where: ofOne(context), select: basicFields });
  if (saved) return { ...saved, prefilled: {} };
  const data = await callingData(context);
  const fields = prefillBasicInfo(data);
  const prefilled = originsOf(data, fields, guessedFields);
  return { ...fields, phoneNumber: data.phoneNumber, prefilled };
}

/** Keeps step 1. The number is the account's; what the calling system wrote stays as it is. */
export async function saveBasicInfo(context: PersonContext, input: BasicInfo): Promise<void> {
  const { phoneNumber } = await callingData(context);
  await context.tx.basicInfo.upsert({
    where: ofOne(context),
    create: { ...ofOne(context), ...input, phoneNumber },
    update: { ...input, phoneNumber },
  });
}

const visualFields = { bannerUrls: true, bannerAlts: true, profileUrl: true, profileAlt: true } as const;

/** Step 2: saved, else nothing. */
export async function loadVisualProfile(context: Reading): Promise<VisualProfile> {
  const saved = await context.tx.visualProfile.findUnique({ where: ofOne(context), select: visualFields });
  return saved ?? { bannerUrls: [], bannerAlts: [], profileUrl: null, profileAlt: null };
}

/** Keeps step 2, with one text for each picture. */
export async function saveVisualProfile(context: PersonContext, input: VisualProfile): Promise<void> {
  const where = ofOne(context);
  const { bannerUrls, profileUrl } = input;
  const bannerAlts = bannerUrls.map((_, at) => input.bannerAlts[at] ?? "");
  const saved = { bannerUrls, bannerAlts, profileUrl, profileAlt: profileUrl === null ? null : input.profileAlt };
  await context.tx.visualProfile.upsert({ where, create: { ...where, ...saved }, update: saved });
}

const professionalFields = {
  practiceType: true,
  languages: true,
  teachingStyles: true,
  specializations: true,
} as const;

/** Step 3: saved, else the kind of practice that the calling system noted. */
export async function loadProfessionalDetails(context: Reading) {
  const saved = await context.tx.professionalDetails.findUnique({ where: ofOne(context), select: professionalFields });
  if (saved) return { ...saved, prefilled: {} };
  const data = await callingData(context);
  const practiceType = prefillPracticeType(data);
  const prefilled = originsOf(data, { practiceType });
  return { practiceType, languages: [], teachingStyles: [], specializations: [], prefilled };
}

/** Keeps step 3. */
export async function saveProfessionalDetails(context: PersonContext, input: ProfessionalDetails): Promise<void> {
  const where = ofOne(context);
  await context.tx.professionalDetails.upsert({ where, create: { ...where, ...input }, update: input });
}

/** Step 4: saved, else nothing. */
export async function loadBioAbout(context: Reading) {
  const select = { shortBio: true, detailedIntro: true } as const;
  const saved = await context.tx.bioAbout.findUnique({ where: ofOne(context), select });
  return saved ?? { shortBio: null, detailedIntro: null };
}

/** Keeps step 4 and forgets its draft. */
export async function saveBioAbout(context: PersonContext, input: BioAbout): Promise<void> {
  const where = ofOne(context);
  await context.tx.bioAbout.upsert({ where, create: { ...where, ...input }, update: input });
  await dropDraft(context.tx, { kind: "practitioner", subjectId: context.subjectId, step: "bio_about" });
}

const inOrder = { orderBy: { position: "asc" }, omit: { id: true, practitionerId: true, position: true } } as const;

/** Step 5: both lists as they were ordered. */
export async function loadExperience(context: Reading): Promise<ExperienceCertifications> {
  const where = ofOne(context);
  return {
    workExperiences: await context.tx.workExperience.findMany({ where, ...inOrder }),
    certifications: await context.tx.certification.findMany({ where, ...inOrder }),
  };
}

/** Keeps step 5: both lists are replaced by the new ones, and what waited on the check page is forgotten. */
export async function saveExperience(context: PersonContext, input: ExperienceCertifications): Promise<void> {
  const { tx } = context;
  const where = ofOne(context);
  const placed = <Row>(rows: readonly Row[]) => rows.map((row, position) => ({ ...row, ...where, position }));
  await tx.workExperience.deleteMany({ where });
  await tx.certification.deleteMany({ where });
  await tx.workExperience.createMany({ data: placed(input.workExperiences) });
  await tx.certification.createMany({ data: placed(input.certifications) });
  await dropDraft(tx, { kind: "practitioner", subjectId: context.subjectId, step: "experience_certifications" });
}
