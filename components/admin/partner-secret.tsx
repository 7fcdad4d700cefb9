"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";

type PartnerSecretProps = { id: string; secret: string; title?: string; onClose: () => void };

/** A secret that was just made, to be copied now: it stays until somebody says that they have it, also after a press beside it. */
export function PartnerSecret({ id, secret, title, onClose }: PartnerSecretProps) {
  const t = useTranslations("partners.secret");
  // The button that asked for it may be gone: whoever pressed it stays on the page.
  useEffect(() => () => document.getElementById("main")?.focus(), []);
  return (
    <Dialog
      open
      stays
      onOpenChange={open => open || onClose()}
      title={title ?? t("title", { id })}
      description={t("help")}
      footer={
        <DialogClose asChild>
          <Button>{t("kept")}</Button>
        </DialogClose>
      }
    >
      <code className="rounded-md border border-line bg-sunken p-3 font-mono text-sm select-all wrap-anywhere">
        {secret}
      </code>
      <div>
        <CopyButton value={secret} name={t("name")} wide className="border-line-strong" />
      </div>
    </Dialog>
  );
}
