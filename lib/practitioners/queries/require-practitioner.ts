import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { requireUser } from "@/lib/platform/auth/current";
import { findPractitionerId } from "@/lib/platform/auth/queries";
import { getStatus } from "./onboarding";

/** The practitioner of this session and where they stand; for anybody else the page is not there. For pages; `here` is where a sign-in leads back to. */
export const requirePractitioner = cache(async (here: "/onboarding" | "/dashboard" = "/onboarding") => {
  const id = await findPractitionerId(await requireUser(here));
  if (id === null) notFound();
  return { id, status: await getStatus(id) };
});

/** The same, behind the gate: who is not through all five steps goes to the wizard. */
export async function requireOpenPractitioner() {
  const practitioner = await requirePractitioner("/dashboard");
  if (!practitioner.status.isComplete) redirect("/onboarding");
  return practitioner;
}
