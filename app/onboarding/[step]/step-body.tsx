import { BasicInfoForm, BioForm, DetailsForm, ExperienceForm, VisualForm } from "@/components/practitioners/step-forms";
import { mostBytes } from "@/lib/platform/uploads/schema";
import { findBioDraft } from "@/lib/practitioners/queries/draft";
import { findExperienceDraft } from "@/lib/practitioners/queries/experience-draft";
import {
  getBasicInfo,
  getBioAbout,
  getExperience,
  getProfessionalDetails,
  getVisualProfile,
} from "@/lib/practitioners/queries/onboarding";
import { bioLengths, mostBanners, type StepSlug } from "@/lib/practitioners/schema";
import { saveBasicInfo, saveBio, saveDetails, saveExperience, saveVisual } from "./actions";

type Props = { slug: StepSlug; practitionerId: number; next: string };

/** What one step asks, filled with what is saved, else with what we were told. */
export async function StepBody({ slug, practitionerId, next }: Props) {
  if (slug === "basic-info")
    return <BasicInfoForm saved={await getBasicInfo(practitionerId)} save={saveBasicInfo} next={next} />;
  if (slug === "visual-profile") {
    const limits = { bytes: mostBytes, banners: mostBanners };
    return <VisualForm saved={await getVisualProfile(practitionerId)} save={saveVisual} next={next} limits={limits} />;
  }
  if (slug === "professional-details")
    return <DetailsForm saved={await getProfessionalDetails(practitionerId)} save={saveDetails} next={next} />;
  if (slug === "bio-about") {
    const [saved, draft] = await Promise.all([getBioAbout(practitionerId), findBioDraft(practitionerId)]);
    return <BioForm saved={saved} save={saveBio} next={next} draft={draft} lengths={bioLengths} />;
  }
  const [saved, kept] = await Promise.all([getExperience(practitionerId), findExperienceDraft(practitionerId)]);
  return <ExperienceForm saved={{ ...saved, ...kept?.answers }} save={saveExperience} next={next} />;
}
