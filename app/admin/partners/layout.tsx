import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of partners and their webhooks. */
export default async function PartnersLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/partners");
  return <Texts areas={["partners"]}>{children}</Texts>;
}
