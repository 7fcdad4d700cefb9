import type { useStepForm } from "@/components/flow/use-step-form";
import type { VisualProfile } from "@/lib/practitioners/schema";

/** Step 2 as it is typed. */
export type TypedVisual = { profileUrl: string; profileAlt: string; bannerUrls: string[]; bannerAlts: string[] };

/** The form of step 2. */
export type VisualStep = Pick<
  ReturnType<typeof useStepForm<TypedVisual, VisualProfile, unknown>>,
  "form" | "field" | "register"
>;
