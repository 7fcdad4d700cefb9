import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireUser } from "@/lib/platform/auth/current";

/** The texts of what we hold of somebody. */
export default async function DataLayout({ children }: { children: ReactNode }) {
  await requireUser("/account/data");
  return <Texts areas={["auth.data.erase"]}>{children}</Texts>;
}
