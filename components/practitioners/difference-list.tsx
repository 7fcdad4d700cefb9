"use client";

import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useViewerZone } from "@/components/ui/viewer-zone";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { Settlement } from "@/lib/practitioners/schema/settlement";

/** An answer, and what a call or our list has come to say instead. */
export type Difference = Omit<Settlement, "keep"> & { mine: string; source: "call" | "calling_list"; at: string };

const keyOf = ({ step, field, theirs }: Omit<Difference, "mine" | "source" | "at">) => `${step} ${field} ${theirs}`;

type Props = { differences: readonly Difference[]; settle: (input: Settlement) => Promise<Envelope<unknown>> };

/** Asks whose answer holds, where what we were told has changed since it was given; each is asked once. */
export function DifferenceList({ differences, settle }: Props) {
  const t = useTranslations("practitioners.difference");
  const flow = useTranslations("flow");
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [told, setTold] = useState("");
  const [leaving, startLeaving] = useTransition();
  const box = useRef<HTMLElement>(null);
  // The button that was pressed goes with its question.
  useEffect(() => {
    if (told && !leaving) (box.current ?? document.getElementById("main"))?.focus();
  }, [told, leaving]);
  const say = async (difference: Difference, keep: Settlement["keep"]) => {
    const { step, field, theirs } = difference;
    setBusy(`${keyOf(difference)} ${keep}`);
    setProblem(null);
    const answer = await settle({ step, field, theirs, keep }).catch(() => null);
    setBusy(null);
    // Another window answered it, or the source has changed again: the page shows what is left to ask.
    const isOver = answer?.error?.code === "version_conflict" || answer?.error?.code === "already_completed";
    if (!answer?.success && !isOver) return setProblem(answer?.message ?? flow("saveFailed"));
    const news = isOver ? "over" : keep === "mine" ? "keptMine" : "tookTheirs";
    setTold(t(news, { field: t(`names.${field}`) }));
    startLeaving(() => router.refresh());
  };
  return (
    <>
      <p role="status" className="sr-only">
        {told}
      </p>
      {differences.length === 0 ? null : (
        <section ref={box} tabIndex={-1} aria-label={t("title")} className="grid gap-3">
          {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
          {differences.map(difference => (
            <DifferenceNotice
              key={keyOf(difference)}
              difference={difference}
              busy={leaving ? "all" : busy}
              say={keep => void say(difference, keep)}
            />
          ))}
        </section>
      )}
    </>
  );
}

type NoticeProps = { difference: Difference; busy: string | null; say: (keep: Settlement["keep"]) => void };

function DifferenceNotice({ difference, busy, say }: NoticeProps) {
  const t = useTranslations("practitioners.difference");
  const common = useTranslations("flow");
  const format = useFormatter();
  const { field, mine, theirs, source, at } = difference;
  const date = format.dateTime(new Date(at), { dateStyle: "long", timeZone: useViewerZone() });
  const bdi = (chunks: React.ReactNode) => <bdi>{chunks}</bdi>;
  const mark = { b: (chunks: React.ReactNode) => <bdi className="font-semibold wrap-anywhere">{chunks}</bdi> };
  return (
    <Notice
      tone="warning"
      title={t(`fields.${field}`)}
      actions={(["mine", "theirs"] as const).map(keep => (
        <Button
          key={keep}
          variant="secondary"
          busy={busy === "all" || busy === `${keyOf(difference)} ${keep}`}
          busyLabel={common("saving")}
          onClick={() => (busy === null ? say(keep) : undefined)}
        >
          {/* One part of the button's row, or its name would have gaps. */}
          <span>
            {keep === "mine" && !mine ? t("leaveEmpty") : t.rich(keep, { bdi, value: keep === "mine" ? mine : theirs })}
          </span>
        </Button>
      ))}
    >
      {mine ? t.rich("said", { ...mark, mine }) : t("leftOut")} {t.rich(source, { ...mark, date, theirs })}
    </Notice>
  );
}
