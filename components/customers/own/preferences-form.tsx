"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useEarlySubmit } from "@/components/flow/use-early-submit";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import type { OwnPreferencesView } from "@/lib/customers/view/access";
import { call } from "@/lib/platform/http/browser";

/** How news of a customer are told to whoever chooses here. */
export function PreferencesForm({ customerId, saved }: { customerId: number; saved: OwnPreferencesView }) {
  const t = useTranslations("customer.preferences");
  const [busy, setBusy] = useState(false);
  const early = useEarlySubmit();
  const [told, setTold] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setTold("");
    const chosen = { email: given.has("email"), inApp: given.has("inApp"), customerId };
    const answer = await call("PUT", "/api/v1/customer/preferences", chosen);
    setBusy(false);
    setProblem(answer.success ? null : (answer.error?.message ?? answer.message));
    setTold(answer.success ? t("saved") : "");
  };
  return (
    <form {...early} onSubmit={save} className="grid justify-items-start gap-5">
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-medium">{t("legend")}</legend>
        <Checkbox name="email" label={t("email")} hint={t("emailHint")} defaultChecked={saved.email} />
        <Checkbox name="inApp" label={t("inApp")} hint={t("inAppHint")} defaultChecked={saved.inApp} />
      </fieldset>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" busy={busy} busyLabel={t("saving")}>
          {t("save")}
        </Button>
        <p role="status" className="text-success">
          {told}
        </p>
      </div>
      {problem ? (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
