"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SyncProgress } from "@/components/flow/sync-progress";
import type { SyncData, SyncPart } from "@/components/flow/sync-view";
import { Button } from "@/components/ui/button";
import type { Envelope } from "@/lib/platform/http/envelope";
import { FinishButton } from "./finish-button";
import { ImportIssues } from "./import-issues";
import { RetryQuestion } from "./retry-question";
import { StopImport } from "./stop-import";

/** An import as it is watched. */
export type Import = SyncData & { jobId: number; daysBack: number | null; includeProducts: boolean | null };

type Props = {
  running: Import;
  /** It had not ended when the page was opened: whoever watched its end is led on. */
  wasOpen: boolean;
  /** Asks how it goes. */
  look: () => Promise<Import>;
  /** Begins the next one with what was chosen for this one. */
  again: () => Promise<Envelope<unknown>>;
  stop: (input: unknown) => Promise<Envelope<unknown>>;
  onStopped: () => Promise<void>;
  finish: (input: unknown) => Promise<Envelope<unknown>>;
  base: string;
  /** The field of the feed that could not be read; null where none has to be mended. */
  feedAt: string | null;
  notify?: ReactNode;
};

/** An import that was started: how it goes, and the ways on from each of its ends. */
export function ImportRun({ running, wasOpen, look, again, stop, onStopped, finish, base, feedAt, notify }: Props) {
  const t = useTranslations("stores.import");
  const onward = (atOnce: boolean) => (
    <FinishButton finish={finish} base={base} label={t("toDashboard")} atOnce={atOnce} />
  );
  const retry = (failed: readonly SyncPart[]) => (
    <>
      <RetryAgain parts={failed} again={again} />
      {onward(false)}
    </>
  );
  return (
    <SyncProgress
      id={String(running.jobId)}
      label={t("label")}
      initial={running}
      refresh={look}
      notify={notify}
      stop={<StopImport stop={stop} onStopped={onStopped} />}
      waiting={t("waiting")}
      advise={({ id }) => (feedAt && id === "products" ? <MendFeed href={feedAt} /> : null)}
      issues={<ImportIssues jobId={running.jobId} />}
      whenDone={onward(wasOpen)}
      whenPartial={retry}
      whenFailed={retry}
      whenCancelled={<Button onClick={again}>{t("goOn")}</Button>}
    />
  );
}

function MendFeed({ href }: { href: string }) {
  return (
    <Link href={href} className="link inline-block py-1">
      {useTranslations("stores.import")("mendFeed")}
    </Link>
  );
}

function RetryAgain({ parts, again }: { parts: readonly SyncPart[]; again: () => Promise<Envelope<unknown>> }) {
  const t = useTranslations("stores.import");
  const title = t("againParts", { parts: parts.map(part => part.title).join(", ") });
  return <RetryQuestion trigger={<Button variant="secondary">{title}</Button>} title={title} again={again} />;
}
