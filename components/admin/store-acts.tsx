"use client";

import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import { StoreSkipFields } from "./store-skip-fields";

type Act = "skip" | "resume";
type StoreActProps = { code: string; name: string; act: Act };

// The day is chosen where the admin is, and ends there.
const endOf = (day: string) => (day ? new Date(`${day}T23:59:59`).toISOString() : null);

const readOrder = (act: Act, given: FormData) =>
  act === "resume" ? {} : { reason: String(given.get("reason")), until: endOf(String(given.get("until"))) };

/** A button that opens a question: skip a store's set-up, with a reason and perhaps until a day, or resume it. */
export function StoreAct({ code, name, act }: StoreActProps) {
  const t = useTranslations(`admin.stores.${act}`);
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary" size="small" aria-label={t("name", { name })}>
          {t("button")}
        </Button>
      }
      title={t("title", { name })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy") }}
      act={given => call("POST", `/api/v1/admin/stores/${code}/onboarding/${act}`, readOrder(act, given))}
      done={t("done", { name })}
    >
      {act === "skip" ? refused => <StoreSkipFields refused={refused} /> : undefined}
    </ToldQuestion>
  );
}
