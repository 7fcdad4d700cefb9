import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** Customers have texts that the rest of the desk does without. */
export default async function CustomersLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/customers");
  return <Texts areas={["customers", "fields"]}>{children}</Texts>;
}
