"use client";

import type { LucideIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Textarea } from "@/components/ui/textarea";
import type { Envelope } from "@/lib/platform/http/envelope";

type PeopleActProps = {
  name: "disable" | "enable" | "signOutEverywhere" | "unblock" | "unblockNumber";
  icon: LucideIcon;
  /** Asks the server. */
  act: (reason: string) => Promise<Envelope<unknown>>;
  onDone: () => void;
  /** The thing to do next on this page. */
  isPrimary?: boolean;
};

type Problem = { message: string; isAboutReason: boolean };

/** Asks the server to act, and remembers what it refused. */
function useActing({ act, onDone }: Pick<PeopleActProps, "act" | "onDone">) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (reason: string): Promise<boolean> => {
    setBusy(true);
    const { success, error, message } = await act(reason);
    setBusy(false);
    if (success) {
      onDone();
      router.refresh();
      return true;
    }
    const [first] = error?.errors ?? [];
    setProblem({ message: first?.message ?? message, isAboutReason: first?.field === "reason" });
    return false;
  };
  return { busy, problem, run, forgetProblem: () => setProblem(null) };
}

/** A button that opens a question: what will happen, and why it shall. */
export function PeopleAct({ name, icon: Icon, isPrimary = false, ...rest }: PeopleActProps) {
  const t = useTranslations("admin.people.acts");
  const common = useTranslations("common");
  const form = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [open, setOpen] = useState(false);
  const { busy, problem, run, forgetProblem } = useActing(rest);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) forgetProblem();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    if (await run(field.current?.value ?? "")) change(false);
    else field.current?.focus();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button variant={isPrimary ? "primary" : "secondary"}>
          <Icon aria-hidden />
          {t(`${name}.button`)}
        </Button>
      }
      title={t(`${name}.title`)}
      description={t(`${name}.effect`)}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{common("cancel")}</Button>
          </DialogClose>
          <Button
            type="submit"
            form={form}
            busy={busy}
            busyLabel={t("busy")}
            variant={name === "disable" ? "danger" : "primary"}
          >
            {t(`${name}.button`)}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid gap-4">
        {problem && !problem.isAboutReason ? <Notice tone="danger" live="assertive" title={problem.message} /> : null}
        <Field
          name={`reason-${name}`}
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
