import { flow, step } from "@/lib/platform/flow/step";

/** How a member comes aboard. Nobody advances it: it shows where the transition table has brought the member (`service/mirror-onboarding.ts`). */
export const memberOnboarding = flow(
  "member",
  [
    step({ id: "details", title: "Details" }),
    step({ id: "identity", title: "Identity" }),
    step({ id: "activation", title: "Activation" }),
  ],
  {},
);
