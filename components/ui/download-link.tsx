import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { type ButtonLook, buttonStyle } from "./button-style";

type Props = ButtonLook & { href: string; children: ReactNode };

/** A link that downloads a file of ours; never fetched ahead, since a download may be kept in the audit trail. */
export function DownloadLink({ href, variant = "secondary", size, children }: Props) {
  return (
    <a href={href} download className={buttonStyle({ variant, size })}>
      <Download aria-hidden />
      {children}
    </a>
  );
}
