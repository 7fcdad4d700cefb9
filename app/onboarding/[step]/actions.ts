"use server";

import { action } from "@/lib/platform/http/action";
import {
  SavedBasicInfo,
  SavedBioAbout,
  SavedExperienceCertifications,
  SavedProfessionalDetails,
  SavedVisualProfile,
  type StepSlug,
} from "@/lib/practitioners/schema";
import { completeStep } from "@/lib/practitioners/service/complete-step";
import { keepExperience } from "@/lib/practitioners/service/finish-setup";

type Call = {
  actor: { userId: number; practitionerId: number };
  input: { version?: number; shown?: string };
  http: { address: string };
};

const save =
  (slug: StepSlug) =>
  ({ actor, input: { version, shown, ...input }, http: { address } }: Call) =>
    completeStep({ slug, input, version, shown, actor, address });

export const saveBasicInfo = action({ auth: "practitioner", input: SavedBasicInfo, handle: save("basic-info") });
export const saveVisual = action({ auth: "practitioner", input: SavedVisualProfile, handle: save("visual-profile") });
export const saveDetails = action({
  auth: "practitioner",
  input: SavedProfessionalDetails,
  handle: save("professional-details"),
});
export const saveBio = action({ auth: "practitioner", input: SavedBioAbout, handle: save("bio-about") });
export const saveExperience = action({
  auth: "practitioner",
  input: SavedExperienceCertifications,
  handle: ({ actor, input: { version: _, ...answers } }) => keepExperience(actor.practitionerId, answers),
});
