import type { ReactNode } from "react";
import { Texts } from "@/app/texts";

/** The texts of signing up. */
export default function SignupLayout({ children }: { children: ReactNode }) {
  return <Texts areas={["auth", "fields"]}>{children}</Texts>;
}
