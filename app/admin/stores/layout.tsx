import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of the stores' desk. */
export default async function StoresLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/stores");
  return <Texts areas={["admin.stores"]}>{children}</Texts>;
}
