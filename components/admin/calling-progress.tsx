"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { call } from "@/lib/platform/http/browser";
import type { CallingImportView } from "@/lib/practitioners/view/calling-import";
import { useImportProgress } from "./use-import-progress";

const addressOf = (id: number) => `/api/v1/admin/calling/import/${id}`;

/** How far an import is: not started, under way (it looks by itself), or what came of it. */
export function CallingProgress({ initial, canImport }: { initial: CallingImportView; canImport: boolean }) {
  const t = useTranslations("calling");
  const { data, isError } = useImportProgress(addressOf(initial.id), initial);
  const { id, state, done, total } = data;
  const box = useRef<HTMLElement>(null);
  const [isStarter, setStarter] = useState(false);
  // The button that was pressed goes: whoever pressed it is brought to what it began.
  useEffect(() => {
    if (isStarter && state !== "preview") box.current?.focus();
  }, [isStarter, state]);
  if (state === "preview")
    return <NotStarted id={id} total={total} canImport={canImport} onStarted={() => setStarter(true)} />;
  return (
    <Card title={state === "done" ? t("done") : t("progress")}>
      <section ref={box} tabIndex={-1} aria-label={t("progress")} className="grid gap-4">
        <div role="status" className="sr-only">
          {state === "done" ? t("done") : ""}
        </div>
        {isError ? <Notice tone="warning" title={t("lost")} /> : null}
        <ProgressBar
          label={t("progress")}
          value={done}
          max={total}
          valueText={t("progressText", { done, total })}
          tone={state === "done" ? "success" : "active"}
        />
        <p className="text-sm text-ink-muted tabular-nums">{t("progressText", { done, total })}</p>
        <DescriptionList
          items={(["created", "updated", "unchanged", "rejected"] as const).map(key => ({
            key,
            label: t(key),
            value: String(data[key]),
          }))}
        />
        {state === "done" && data.rejected > 0 && canImport ? <Problems id={id} /> : null}
      </section>
    </Card>
  );
}

function Problems({ id }: { id: number }) {
  const t = useTranslations("calling");
  return (
    <div className="grid gap-2">
      <a
        href={`${addressOf(id)}/problems`}
        download
        className={buttonStyle({ variant: "secondary", className: "justify-self-start" })}
      >
        <Download aria-hidden />
        {t("download")}
      </a>
      <p className="text-sm text-ink-muted">{t("downloadHelp")}</p>
    </div>
  );
}

type NotStartedProps = { id: number; total: number; canImport: boolean; onStarted: () => void };

function NotStarted({ id, total, canImport, onStarted }: NotStartedProps) {
  const t = useTranslations("calling");
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    const { success, message } = await call("POST", `${addressOf(id)}/start`);
    if (success) {
      onStarted();
      return router.refresh();
    }
    setBusy(false);
    setProblem(message);
  };
  return (
    <Card title={t("notStarted")} description={t("notStartedHelp")}>
      <div className="grid justify-items-start gap-4">
        {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
        {canImport ? (
          <Button busy={busy} busyLabel={t("starting")} onClick={start}>
            {t("start", { total })}
          </Button>
        ) : null}
      </div>
    </Card>
  );
}
