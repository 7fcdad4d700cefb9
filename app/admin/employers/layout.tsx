import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of employers, their contracts and imports. */
export default async function EmployersLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/employers");
  return <Texts areas={["members", "memberImports"]}>{children}</Texts>;
}
