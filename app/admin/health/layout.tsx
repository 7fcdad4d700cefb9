import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of the health page. */
export default async function HealthLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/health");
  return <Texts areas={["health"]}>{children}</Texts>;
}
