import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of failures in common. */
export default async function CohortsLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/cohorts");
  return <Texts areas={["bulk", "admin.stores.skip"]}>{children}</Texts>;
}
