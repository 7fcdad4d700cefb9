import type { ExperienceCertifications } from "@/lib/practitioners/schema";

/** Everything that a practitioner has told, as it is saved. */
export type ProfileAnswers = {
  basicInfo: {
    firstName: string | null;
    lastName: string | null;
    email: string | null;
    location: string | null;
    phoneNumber: string;
  };
  visualProfile: { bannerUrls: string[]; bannerAlts: string[]; profileUrl: string | null; profileAlt: string | null };
  professionalDetails: {
    practiceType: string | null;
    languages: string[];
    teachingStyles: string[];
    specializations: string[];
  };
  bioAbout: { shortBio: string | null; detailedIntro: string | null };
  experience: ExperienceCertifications;
};
