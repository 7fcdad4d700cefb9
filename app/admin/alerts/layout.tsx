import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of alerts and their rules. */
export default async function AlertsLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/alerts");
  return <Texts areas={["alerts"]}>{children}</Texts>;
}
