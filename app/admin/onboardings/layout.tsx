import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of onboardings, and of what is done to one or many. */
export default async function OnboardingsLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/onboardings");
  return (
    <Texts areas={["onboardings", "onboarding", "bulk", "readiness", "admin.stores.skip", "health.took"]}>
      {children}
    </Texts>
  );
}
