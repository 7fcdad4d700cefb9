import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of acts on many onboardings. */
export default async function BulkLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/bulk");
  return <Texts areas={["bulk", "fields"]}>{children}</Texts>;
}
