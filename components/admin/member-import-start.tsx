"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ImportPreviewView } from "@/lib/members/view/import";
import { call } from "@/lib/platform/http/browser";
import { MemberImportAbort } from "./member-import-abort";
import { useImportEdit } from "./member-import-edit";

type MemberImportStartProps = {
  address: string;
  preview: Pick<ImportPreviewView, "columns" | "good" | "missing">;
  canImport: boolean;
  onStarted: () => void;
};

/** Starts an import whose columns tell what must be told, or says what is missing. */
export function MemberImportStart({ address, preview, canImport, onStarted }: MemberImportStartProps) {
  const t = useTranslations("memberImports");
  const { busy, problem, start } = useStart(address, preview.columns, onStarted);
  const { isEdited } = useImportEdit();
  const fields = preview.missing.map(some => {
    const [last = "", ...others] = some.map(field => t(`fields.${field}`)).reverse();
    return others.length > 0 ? t("or", { first: others.reverse().join(", "), last }) : last;
  });
  return (
    <Card title={t("notStarted")} description={t("notStartedHelp")}>
      <div className="grid justify-items-start gap-4 empty:hidden">
        {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
        {fields.length > 0 ? (
          <Notice tone="warning" title={t("missing")}>
            {t("missingHelp", { fields: fields.join("; ") })}
          </Notice>
        ) : null}
        {isEdited ? <p className="text-sm text-ink-muted">{t("readFirst")}</p> : null}
        {canImport ? (
          <div className="flex flex-wrap gap-3">
            {fields.length === 0 && preview.good > 0 ? (
              <Button busy={busy} busyLabel={t("starting")} disabled={isEdited} onClick={start}>
                {t("start", { good: preview.good })}
              </Button>
            ) : null}
            <MemberImportAbort address={address} isStarted={false} />
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function useStart(address: string, columns: ImportPreviewView["columns"], onStarted: () => void) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `${address}/start`, { fields: columns.map(({ field }) => field) });
    if (success) {
      onStarted();
      return router.refresh();
    }
    setBusy(false);
    setProblem(message);
  };
  return { busy, problem, start };
}
