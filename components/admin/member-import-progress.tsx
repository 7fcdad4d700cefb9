"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { DownloadLink } from "@/components/ui/download-link";
import { Notice } from "@/components/ui/notice";
import { ProgressBar } from "@/components/ui/progress-bar";
import { importOutcomes } from "@/lib/members/schema/import";
import type { ImportView } from "@/lib/members/view/import";
import { FaultTable } from "./fault-table";
import { MemberImportAbort } from "./member-import-abort";
import { toProblems } from "./member-import-preview";
import { MemberImportStart } from "./member-import-start";
import { useImportProgress } from "./use-import-progress";

type MemberImportProgressProps = { address: string; initial: ImportView; canImport: boolean };

const tones = {
  preview: "neutral",
  pending: "active",
  running: "active",
  done: "success",
  aborted: "warning",
} as const;

/** How far an import is: not started, under way (it looks by itself), or what came of it. */
export function MemberImportProgress({ address, initial, canImport }: MemberImportProgressProps) {
  const t = useTranslations("memberImports");
  const router = useRouter();
  const { data: polled, isError } = useImportProgress(address, initial);
  // What does not move is not asked for: of that the page that was drawn anew knows more, after other columns or an abort.
  const data = initial.endedAt || initial.state === "preview" ? initial : polled;
  const { state, done, total, counts, faults } = data;
  const box = useRef<HTMLElement>(null);
  const [isStarter, setStarter] = useState(false);
  const isOver = state === "done" || state === "aborted";
  // The button that was pressed goes: whoever pressed it is brought to what it began.
  useEffect(() => {
    if (isStarter && state !== "preview") box.current?.focus();
  }, [isStarter, state]);
  const ended = isOver && initial.endedAt === null;
  useEffect(() => {
    if (ended) router.refresh();
  }, [ended, router]);
  if (state === "preview" && data.preview) {
    const { preview } = data;
    return <MemberImportStart {...{ address, preview, canImport }} onStarted={() => setStarter(true)} />;
  }
  const title = isOver ? t(state) : t("progress");
  return (
    <>
      <Card title={title} description={state === "aborted" ? t("abortedHelp", { done }) : undefined}>
        <section ref={box} tabIndex={-1} aria-label={t("progress")} className="grid gap-4">
          <div role="status" className="sr-only">
            {isOver ? title : ""}
          </div>
          {isError ? <Notice tone="warning" title={t("lost")} /> : null}
          <ProgressBar
            label={t("progress")}
            value={done}
            max={total}
            valueText={t("progressText", { done, total })}
            tone={tones[state]}
          />
          <p className="text-sm text-ink-muted tabular-nums">{t("progressText", { done, total })}</p>
          <DescriptionList
            items={importOutcomes
              .filter(key => counts[key] > 0 || key === "refused")
              .map(key => ({ key, label: t(`counts.${key}`), value: String(counts[key]) }))}
          />
          {canImport && !isOver ? (
            <div>
              <MemberImportAbort address={address} isStarted />
            </div>
          ) : null}
        </section>
      </Card>
      {faults.items.length > 0 ? <Faults address={address} faults={faults} /> : null}
    </>
  );
}

function Faults({ address, faults }: { address: string; faults: ImportView["faults"] }) {
  const t = useTranslations("memberImports");
  const more = faults.nextCursor === null ? "" : ` ${t("moreFaults")}`;
  return (
    <Card
      flush
      title={t("faults")}
      description={`${t("downloadHelp")}${more}`}
      actions={
        <DownloadLink href={`${address}/errors.csv`} size="small">
          {t("download")}
        </DownloadLink>
      }
    >
      <FaultTable
        words={{ caption: t("faults"), line: t("line"), problem: t("problem") }}
        faults={faults.items.map(toProblems)}
      />
    </Card>
  );
}
