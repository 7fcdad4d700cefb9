import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireUser } from "@/lib/platform/auth/current";

/** The texts of what somebody wants to be told. */
export default async function PreferencesLayout({ children }: { children: ReactNode }) {
  await requireUser("/account/preferences");
  return <Texts areas={["auth.preferences"]}>{children}</Texts>;
}
