"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactElement, type ReactNode, type RefObject, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { type Acting, type Refused, useQuestion } from "./use-question";

/** What is asked, and what the answer does. */
export type QuestionProps = Acting & {
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<"button">>;
  title: string;
  /** What will happen, with its effects outside. */
  effect: ReactNode;
  /** The way on: what it says, what it says meanwhile, whether something is taken away, and whether it is no way at this moment. */
  confirm: { label: string; busy: string; isDanger?: boolean; isOff?: boolean };
  /** The way back, where "Cancel" could be misread. */
  goBack?: string;
  /** What must be told besides, told in turn what was refused of it. */
  children?: (refused: Refused["fields"]) => ReactNode;
};

type QuestionDialogProps = Omit<QuestionProps, "trigger"> & {
  trigger?: QuestionProps["trigger"];
  /** Of one without a trigger: what gets the focus afterwards. */
  returnTo?: RefObject<HTMLElement | null>;
};

/** The dialog of a question, open from the start: says what will happen, does it, and keeps what was refused in sight. */
export function QuestionDialog({
  trigger,
  returnTo,
  title,
  effect,
  confirm,
  goBack,
  children,
  ...acting
}: QuestionDialogProps) {
  const common = useTranslations("common");
  const id = useId();
  const { open, busy, refused, form, submit, change, edit } = useQuestion(acting);
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={trigger}
      returnTo={returnTo}
      title={title}
      description={effect}
      footer={
        <>
          <DialogClose asChild>
            <Button variant="secondary">{goBack ?? common("cancel")}</Button>
          </DialogClose>
          <Button
            type="submit"
            form={id}
            busy={busy}
            aria-disabled={confirm.isOff || undefined}
            busyLabel={confirm.busy}
            variant={confirm.isDanger ? "danger" : "primary"}
          >
            {confirm.label}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={id}
        noValidate
        onSubmit={confirm.isOff ? event => event.preventDefault() : submit}
        onInput={edit}
        className="grid gap-4 empty:hidden"
      >
        {refused.rest ? <Notice tone="danger" live="assertive" title={refused.rest} /> : null}
        {children?.(refused.fields)}
      </form>
    </Dialog>
  );
}
