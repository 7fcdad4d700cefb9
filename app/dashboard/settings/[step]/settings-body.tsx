import { BasicInfoForm, BioForm, DetailsForm, ExperienceForm, VisualForm } from "@/components/practitioners/step-forms";
import { mostBytes } from "@/lib/platform/uploads/schema";
import {
  getBasicInfo,
  getBioAbout,
  getExperience,
  getProfessionalDetails,
  getVisualProfile,
} from "@/lib/practitioners/queries/onboarding";
import { bioLengths, mostBanners, type StepSlug } from "@/lib/practitioners/schema";
import { saveBasicInfo, saveBio, saveDetails, saveExperience, saveVisual } from "./actions";

type Props = { slug: StepSlug; practitionerId: number };

/** What one part of the settings asks, filled with what is saved: the forms of the wizard. */
export async function SettingsBody({ slug, practitionerId }: Props) {
  if (slug === "basic-info")
    return <BasicInfoForm saved={await getBasicInfo(practitionerId)} save={saveBasicInfo} next={null} />;
  if (slug === "visual-profile") {
    const limits = { bytes: mostBytes, banners: mostBanners };
    return <VisualForm saved={await getVisualProfile(practitionerId)} save={saveVisual} next={null} limits={limits} />;
  }
  if (slug === "professional-details")
    return <DetailsForm saved={await getProfessionalDetails(practitionerId)} save={saveDetails} next={null} />;
  if (slug === "bio-about")
    return <BioForm saved={await getBioAbout(practitionerId)} save={saveBio} next={null} lengths={bioLengths} />;
  return <ExperienceForm saved={await getExperience(practitionerId)} save={saveExperience} next={null} />;
}
