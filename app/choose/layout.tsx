import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireUser } from "@/lib/platform/auth/current";

/** The texts of choosing a place. */
export default async function ChooseLayout({ children }: { children: ReactNode }) {
  await requireUser("/choose");
  return <Texts areas={["auth.choose"]}>{children}</Texts>;
}
