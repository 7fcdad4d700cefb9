import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

type PartProps = {
  /** Of the address, and of its title's text. */
  id:
    | "start"
    | "body"
    | "sign"
    | "samples"
    | "checks"
    | "repeat"
    | "rotation"
    | "dry"
    | "sandbox"
    | "webhooks"
    | "vectors";
  description?: ReactNode;
  /** Without padding, for a table. */
  flush?: boolean;
  children: ReactNode;
};

/** A part of the page that has an address. */
export function Part({ id, description, flush, children }: PartProps) {
  const t = useTranslations("docs.partner");
  const title = (
    <span id={id} className="scroll-mt-6">
      {t(`${id}.title`)}
    </span>
  );
  return (
    <Card title={title} description={description} flush={flush}>
      {flush ? children : <div className="grid gap-4 [&>p]:max-w-prose [&>p]:text-pretty">{children}</div>}
    </Card>
  );
}
