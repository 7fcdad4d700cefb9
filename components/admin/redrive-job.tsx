"use client";

import { RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import { call } from "@/lib/platform/http/browser";

type Problem = { message: string; isAboutReason: boolean };

/** Asks the server to send a job again, and remembers what it refused. */
function useRedrive(id: string) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const redrive = async (reason: string): Promise<boolean> => {
    setBusy(true);
    const { success, error, message } = await call("POST", `/api/v1/admin/jobs/${id}/redrive`, { reason });
    setBusy(false);
    const [first] = error?.errors ?? [];
    setProblem(success ? null : { message: first?.message ?? message, isAboutReason: first?.field === "reason" });
    if (success) {
      // The button goes with its row: whoever pressed it stays on the page.
      document.getElementById("main")?.focus();
      router.refresh();
    }
    return success;
  };
  return { busy, problem, redrive, forgetProblem: () => setProblem(null) };
}

/** A button that asks why this job shall run again. */
export function RedriveJob({ id, job }: { id: string; job: string }) {
  const t = useTranslations("health.redrive");
  const common = useTranslations("common");
  const form = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState(false);
  const { busy, problem, redrive, forgetProblem } = useRedrive(id);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) forgetProblem();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    if (await redrive(field.current?.value ?? "")) change(false);
    else field.current?.focus();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant="secondary" size="small">
          <RotateCcw aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { job })}
      description={t("effect")}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{common("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={form} busy={busy} busyLabel={t("busy")}>
            {t("button")}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-4">
        {problem && !problem.isAboutReason ? <Notice tone="danger" live="assertive" title={problem.message} /> : null}
        <Field
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          error={problem?.isAboutReason ? problem.message : undefined}
        >
          <Textarea ref={field} name="reason" rows={3} maxLength={500} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
