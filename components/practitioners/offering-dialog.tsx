"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import type { Envelope } from "@/lib/platform/http/envelope";
import { OfferingForm } from "./offering-form";
import type { Offered } from "./use-offering-texts";

type OfferingDialogProps = {
  trigger: ReactNode;
  /** Left out: a new one. */
  offering?: Offered;
  save: (input: unknown) => Promise<Envelope<unknown>>;
  onSaved: (title: string) => void;
};

/** The form of an offering over the page. */
export function OfferingDialog({ trigger, offering, save, onSaved }: OfferingDialogProps) {
  const t = useTranslations("practitioners.offerings");
  const [open, setOpen] = useState(false);
  const done = (title: string) => {
    setOpen(false);
    onSaved(title);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={offering ? t("editTitle") : t("addTitle")}
      description={offering ? undefined : t("addHelp")}
    >
      <OfferingForm offering={offering} save={save} onSaved={done} />
    </Dialog>
  );
}
