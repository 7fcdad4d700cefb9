import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of the agents' desk. */
export default async function AgentsLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/agents");
  return <Texts areas={["admin.agents", "admin.stores.again"]}>{children}</Texts>;
}
