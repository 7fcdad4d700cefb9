import type { useStepForm } from "@/components/flow/use-step-form";
import type { ExperienceCertifications } from "@/lib/practitioners/schema";

/** One place of work as it is typed. */
export type TypedWork = {
  jobTitle: string;
  company: string;
  duration: string;
  startDate: string;
  endDate: string;
  description: string;
};

/** One certificate as it is typed. */
export type TypedCertificate = {
  certificateName: string;
  issuingOrganization: string;
  dateReceived: string;
  credentialId: string;
};

/** Step 5 as it is typed. */
export type TypedExperience = { workExperiences: TypedWork[]; certifications: TypedCertificate[] };

/** The form of step 5. */
export type ExperienceStep = Pick<
  ReturnType<typeof useStepForm<TypedExperience, ExperienceCertifications, unknown>>,
  "form" | "field" | "errors"
>;

/** A place of work that nothing is known of. */
export const emptyWork: TypedWork = {
  jobTitle: "",
  company: "",
  duration: "",
  startDate: "",
  endDate: "",
  description: "",
};

/** A certificate that nothing is known of. */
export const emptyCertificate: TypedCertificate = {
  certificateName: "",
  issuingOrganization: "",
  dateReceived: "",
  credentialId: "",
};

const textsOf = <Row extends object>(row: { [Name in keyof Row]: string | null }): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? ""])) as Row;

/** What is saved of step 5, as the form shows it. */
export const toTyped = ({ workExperiences, certifications }: ExperienceCertifications): TypedExperience => ({
  workExperiences: workExperiences.map(row => textsOf<TypedWork>(row)),
  certifications: certifications.map(row => textsOf<TypedCertificate>(row)),
});
