import type { ReactNode } from "react";
import { Texts } from "@/app/texts";

/** The texts of messages that stay here. */
export default function DevLayout({ children }: { children: ReactNode }) {
  return <Texts areas={["auth.outbox"]}>{children}</Texts>;
}
