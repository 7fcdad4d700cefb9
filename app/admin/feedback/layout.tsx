import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireStaff } from "@/lib/platform/auth/current";

/** The texts of what people say. */
export default async function FeedbackLayout({ children }: { children: ReactNode }) {
  await requireStaff("/admin/feedback");
  return <Texts areas={["admin.feedback"]}>{children}</Texts>;
}
