import { findPractitionerId } from "@/lib/platform/auth/queries";
import type { SessionUser } from "@/lib/platform/auth/session";
import { getStatus } from "./onboarding";

/** Whether a signed-in practitioner is through the wizard; null for who is none. */
export async function findProfile(session: Pick<SessionUser, "id" | "roles">): Promise<{ isComplete: boolean } | null> {
  const id = await findPractitionerId(session);
  return id === null ? null : { isComplete: (await getStatus(id)).isComplete };
}
