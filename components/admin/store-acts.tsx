"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { call } from "@/lib/platform/http/browser";
import { type FieldProblems, StoreSkipFields } from "./store-skip-fields";

type Act = "skip" | "resume";
type StoreActProps = { code: string; name: string; act: Act };

// The day is chosen where the admin is, and ends there.
const endOf = (day: string) => (day ? new Date(`${day}T23:59:59`).toISOString() : null);

function readOrder(act: Act, form: HTMLFormElement) {
  const given = new FormData(form);
  return act === "resume" ? {} : { reason: String(given.get("reason")), until: endOf(String(given.get("until"))) };
}

/** Asks the server, and remembers what it refused. */
function useStoreAct(code: string, act: Act) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<FieldProblems>({});
  const run = async (form: HTMLFormElement): Promise<boolean> => {
    setBusy(true);
    const { success, error, message } = await call(
      "POST",
      `/api/v1/admin/stores/${code}/onboarding/${act}`,
      readOrder(act, form),
    );
    setBusy(false);
    const errors = error?.errors ?? [];
    const of = (field: string) => errors.find(one => one.field === field)?.message;
    const placed = { reason: of("reason"), until: of("until") };
    const rest = success || placed.reason || placed.until ? undefined : message;
    setProblems({ ...placed, rest });
    if (success) router.refresh();
    return success;
  };
  return { busy, problems, run, forget: () => setProblems({}) };
}

/** A button that opens a question: skip a store's set-up, with a reason and perhaps until a day, or resume it. */
export function StoreAct({ code, name, act }: StoreActProps) {
  const t = useTranslations(`admin.stores.${act}`);
  const common = useTranslations("common");
  const form = useId();
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState("");
  const { busy, problems, run, forget } = useStoreAct(code, act);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) forget();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { currentTarget } = event;
    if (busy) return;
    if (await run(currentTarget)) {
      // Kept, because afterwards the button is another one.
      setDone(t("done", { name }));
      return change(false);
    }
    currentTarget.querySelector<HTMLElement>("[aria-invalid=true], textarea")?.focus();
  };
  return (
    // In its own box, because it would else stick out of the table's.
    <div className="relative">
      <span role="status" className="sr-only">
        {done}
      </span>
      <Dialog
        open={open}
        onOpenChange={change}
        trigger={
          <Button variant="secondary" size="small" aria-label={t("name", { name })}>
            {t("button")}
          </Button>
        }
        title={t("title", { name })}
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
        <form id={form} noValidate onSubmit={submit} className="grid gap-4 empty:hidden">
          {problems.rest ? <Notice tone="danger" live="assertive" title={problems.rest} /> : null}
          {act === "skip" ? <StoreSkipFields problems={problems} /> : null}
        </form>
      </Dialog>
    </div>
  );
}
