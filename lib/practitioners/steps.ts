import { flow, step } from "@/lib/platform/flow/step";
import { BasicInfo, BioAbout, ExperienceCertifications, ProfessionalDetails, VisualProfile } from "./schema";
import {
  loadBasicInfo,
  loadBioAbout,
  loadExperience,
  loadProfessionalDetails,
  loadVisualProfile,
  saveBasicInfo,
  saveBioAbout,
  saveExperience,
  saveProfessionalDetails,
  saveVisualProfile,
} from "./service/answers";
import { finishWhenWhole } from "./service/finish";
import { requireOwnPictures } from "./service/pictures";
import { tellBasicInfo, tellProfessionalDetails } from "./service/tell";

/** What every practitioner goes through, whatever the calling system knows of them (sources/003). */
export const practitionerOnboarding = flow(
  "practitioner",
  [
    step({
      id: "basic_info",
      title: "Basic info",
      input: BasicInfo,
      load: loadBasicInfo,
      told: tellBasicInfo,
      run: saveBasicInfo,
    }),
    step({
      id: "visual_profile",
      title: "Visual profile",
      input: VisualProfile,
      load: loadVisualProfile,
      prepare: requireOwnPictures,
      run: saveVisualProfile,
    }),
    step({
      id: "professional_details",
      title: "Professional details",
      input: ProfessionalDetails,
      load: loadProfessionalDetails,
      told: tellProfessionalDetails,
      run: saveProfessionalDetails,
    }),
    step({ id: "bio_about", title: "Bio and about", input: BioAbout, load: loadBioAbout, run: saveBioAbout }),
    step({
      id: "experience_certifications",
      title: "Experience and certifications",
      input: ExperienceCertifications,
      load: loadExperience,
      run: saveExperience,
    }),
  ],
  { onStepSaved: finishWhenWhole },
);
