"use client";

import { Ban, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { ToldQuestion } from "@/components/flow/told-question";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

type MemberImportAbortProps = { address: string; isStarted: boolean };

/** Asks, and ends an import that runs, or throws a file away that was not started. */
export function MemberImportAbort({ address, isStarted }: MemberImportAbortProps) {
  const t = useTranslations(`memberImports.${isStarted ? "abort" : "throwAway"}`);
  return (
    <ToldQuestion
      trigger={
        <Button variant="secondary">
          {isStarted ? <Ban aria-hidden /> : <Trash2 aria-hidden />}
          {t("button")}
        </Button>
      }
      title={t("title")}
      effect={t("effect")}
      goBack={isStarted ? (t as (key: string) => string)("goBack") : undefined}
      confirm={{ label: t("button"), busy: t("busy"), isDanger: true }}
      act={() => call("POST", `${address}/abort`)}
      done={t("done")}
    />
  );
}
