import type { ReactNode } from "react";
import { Texts } from "@/app/texts";

/** The texts of signing in. */
export default function LoginLayout({ children }: { children: ReactNode }) {
  return <Texts areas={["auth"]}>{children}</Texts>;
}
