import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of members. */
export default async function MembersLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/members");
  return <Texts areas={["members", "fields"]}>{children}</Texts>;
}
