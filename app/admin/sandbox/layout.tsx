import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of the sandbox. */
export default async function SandboxLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/sandbox");
  return <Texts areas={["sandbox"]}>{children}</Texts>;
}
