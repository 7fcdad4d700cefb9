import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of practitioners whom the calling system knows. */
export default async function PractitionersLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/practitioners");
  return <Texts areas={["calling"]}>{children}</Texts>;
}
