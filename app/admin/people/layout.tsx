import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of people and of looking with their eyes. */
export default async function PeopleLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/people");
  return <Texts areas={["admin.people", "viewAs"]}>{children}</Texts>;
}
