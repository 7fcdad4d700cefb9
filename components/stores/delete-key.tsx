"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";

type Props = { lastFour: string; shop: string; address: string; isWizard: boolean };

/** Asks whether the key shall go, says what stops working without it, and destroys it. */
export function DeleteKey({ lastFour, shop, address, isWizard }: Props) {
  const t = useTranslations("stores.key.delete");
  const common = useTranslations("common");
  const { busy, problem, open, setOpen, remove } = useDeleting(address);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="secondary" size="small">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { lastFour })}
      description={t(isWizard ? "effectWizard" : "effect", { shop })}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{common("cancel")}</Button>
          </DialogClose>
          <Button variant="danger" busy={busy} busyLabel={t("busy")} onClick={() => void remove()}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
    </Dialog>
  );
}

function useDeleting(address: string) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const isDeleted = useRef(false);
  // The button that opened the question goes with the key: whoever pressed it stays on the page.
  useEffect(() => () => void (isDeleted.current && document.getElementById("main")?.focus()), []);
  const remove = async () => {
    if (busy) return;
    setBusy(true);
    const answer = await call("DELETE", address);
    setBusy(false);
    setProblem(answer.success ? null : answer.message);
    if (!answer.success) return;
    isDeleted.current = true;
    setOpen(false);
    router.refresh();
  };
  const change = (next: boolean) => {
    setOpen(next);
    setProblem(null);
  };
  return { busy, problem, open, setOpen: change, remove };
}
