"use client";

import { CircleStop } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";

type Props = { stop: (input: unknown) => Promise<Envelope<unknown>>; onStopped: () => Promise<void> };

/** Asks whether the import shall stop, says what stays, and stops it. */
export function StopImport({ stop, onStopped }: Props) {
  const t = useTranslations("stores.import.stop");
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    const answer = await stop({});
    setBusy(false);
    setProblem(answer.success ? null : answer.message);
    if (!answer.success) return;
    setOpen(false);
    await onStopped();
  };
  const change = (next: boolean) => {
    setOpen(next);
    setProblem(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant="secondary">
          <CircleStop aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title")}
      description={t("effect")}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{t("goOn")}</Button>
          </DialogClose>
          <Button variant="danger" busy={busy} busyLabel={t("busy")} onClick={() => void confirm()}>
            {t("button")}
          </Button>
        </>
      }
    >
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
    </Dialog>
  );
}
