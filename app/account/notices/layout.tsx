import type { ReactNode } from "react";
import { Texts } from "@/app/texts";
import { requireUser } from "@/lib/platform/auth/current";

/** The texts of everything that was said under the bell. */
export default async function NoticesLayout({ children }: { children: ReactNode }) {
  await requireUser("/account/notices");
  return <Texts areas={["notices"]}>{children}</Texts>;
}
