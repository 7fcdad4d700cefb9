import { isLooking } from "@/lib/platform/auth/current";
import { transaction } from "@/lib/platform/db";
import { getOnboarding, type OnboardingRow } from "@/lib/platform/flow/onboarding";
import { sealShown } from "@/lib/platform/flow/prefill";
import type { PersonContext, ToldFields } from "@/lib/platform/flow/step";
import { noteSeen } from "@/lib/platform/flow/step-event";
import {
  loadBasicInfo,
  loadBioAbout,
  loadExperience,
  loadProfessionalDetails,
  loadVisualProfile,
} from "../service/answers";
import { tellBasicInfo, tellProfessionalDetails } from "../service/tell";
import type {
  BasicInfoView,
  BioAboutView,
  ExperienceView,
  ProfessionalDetailsView,
  VisualProfileView,
} from "../view/answers";
import { type StatusView, toStatusView } from "../view/onboarding";

/** Where a practitioner stands in the onboarding. */
export const getStatus = (practitionerId: number): Promise<StatusView> =>
  transaction({ practitioner: practitionerId }, async tx =>
    toStatusView(await getOnboarding(tx, "practitioner", practitionerId)),
  );

/** What is known of each step's answers (saved, else prefilled), with the version to send back. */
function answersOf(context: Pick<PersonContext, "tx" | "subjectId">, onboarding: OnboardingRow) {
  const versionOf = (step: string) => ({ version: onboarding.steps.find(row => row.step === step)?.version ?? 0 });
  // Of a step that was answered nothing is filled in.
  const shownOf = async (stepId: string, tell: (of: typeof context) => Promise<ToldFields>) => {
    const row = onboarding.steps.find(one => one.step === stepId);
    const isAnswered = row?.state === "done" || row?.revisedAt !== null;
    return { shown: isAnswered ? null : sealShown({ onboardingId: onboarding.id, stepId }, await tell(context)) };
  };
  return {
    basicInfo: async (): Promise<BasicInfoView> => ({
      ...(await loadBasicInfo(context)),
      ...(await shownOf("basic_info", tellBasicInfo)),
      ...versionOf("basic_info"),
    }),
    visualProfile: async (): Promise<VisualProfileView> => ({
      ...(await loadVisualProfile(context)),
      ...versionOf("visual_profile"),
    }),
    professionalDetails: async (): Promise<ProfessionalDetailsView> => ({
      ...(await loadProfessionalDetails(context)),
      ...(await shownOf("professional_details", tellProfessionalDetails)),
      ...versionOf("professional_details"),
    }),
    bioAbout: async (): Promise<BioAboutView> => ({ ...(await loadBioAbout(context)), ...versionOf("bio_about") }),
    experience: async (): Promise<ExperienceView> => ({
      ...(await loadExperience(context)),
      ...versionOf("experience_certifications"),
    }),
  };
}

async function read<T>(
  practitionerId: number,
  work: (answers: ReturnType<typeof answersOf>) => Promise<T>,
  seen?: string,
): Promise<T> {
  const isSeen = seen !== undefined && !(await isLooking());
  return transaction({ practitioner: practitionerId }, async tx => {
    const onboarding = await getOnboarding(tx, "practitioner", practitionerId);
    if (isSeen) await noteSeen(tx, onboarding, seen);
    return work(answersOf({ tx, subjectId: practitionerId }, onboarding));
  });
}

/** Step 1: saved, else what the calling system told. */
export const getBasicInfo = (practitionerId: number) =>
  read(practitionerId, answers => answers.basicInfo(), "basic_info");

/** Step 2: saved, else nothing. */
export const getVisualProfile = (practitionerId: number) =>
  read(practitionerId, answers => answers.visualProfile(), "visual_profile");

/** Step 3: saved, else the kind of practice that the calling system noted. */
export const getProfessionalDetails = (practitionerId: number) =>
  read(practitionerId, answers => answers.professionalDetails(), "professional_details");

/** Step 4: saved, else nothing. */
export const getBioAbout = (practitionerId: number) => read(practitionerId, answers => answers.bioAbout(), "bio_about");

/** Step 5: both lists in order. */
export const getExperience = (practitionerId: number) =>
  read(practitionerId, answers => answers.experience(), "experience_certifications");

/** Every answer of the wizard, for its forms, its check page and the preview of the profile. */
export const getAnswers = (practitionerId: number) =>
  read(practitionerId, async answers => ({
    basicInfo: await answers.basicInfo(),
    visualProfile: await answers.visualProfile(),
    professionalDetails: await answers.professionalDetails(),
    bioAbout: await answers.bioAbout(),
    experience: await answers.experience(),
  }));
