"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { OnboardingOne } from "@/lib/platform/onboarding/view";
import { useOnboardingWords } from "./onboarding-one-words";
import { type Bar, barsOf, type Lane, spanOf } from "./onboarding-timeline-bars";
import { TimelineLanes } from "./onboarding-timeline-lanes";
import { TimelineTable } from "./onboarding-timeline-table";

/** The tries of each step of a run on an axis of time, and the runs on one of their own; the same as a table. */
export function OnboardingTimeline({ one: { runs, serverTime } }: { one: OnboardingOne }) {
  const t = useTranslations("onboarding.one");
  const { stepOf } = useOnboardingWords();
  const [chosen, setChosen] = useState<number | null>(null);
  const run = runs.find(({ id }) => id === chosen) ?? runs[0];
  if (!run) return null;
  const lanes: Lane[] = run.parts.map(part => ({
    id: part.id,
    name: stepOf(part.id),
    bars: barsOf(part, run, serverTime),
  }));
  const own = lanes.filter(({ bars }) => bars.length > 0);
  const all: Lane[] = runs.map(({ id, number, status, createdAt, startedAt, endedAt, supportCode }) => {
    const kind: Bar["kind"] = endedAt === null ? "running" : status === "complete" ? "done" : "failed";
    const bar = { began: startedAt ?? createdAt, ended: endedAt ?? serverTime, kind, attempt: number, told: null };
    return { id: String(id), name: supportCode, bars: [bar] };
  });
  return (
    <Card title={t("timelineTitle")} description={t("timelineLead")}>
      <div className="grid gap-5">
        {runs.length > 1 ? <RunChoice runs={runs} value={run.id} onChoose={setChosen} /> : null}
        {own.length > 0 ? (
          <>
            <TimelineLanes lanes={own} span={spanOf(own)} />
            <TimelineTable lanes={own} />
          </>
        ) : (
          <p className="text-ink-muted">{t("noBars")}</p>
        )}
        {runs.length > 1 ? (
          <section className="grid gap-3 border-t border-line pt-4">
            <h3 className="font-medium">{t("runsTitle")}</h3>
            <TimelineLanes lanes={all} span={spanOf(all)} isOfDays />
          </section>
        ) : null}
      </div>
    </Card>
  );
}

type RunChoiceProps = { runs: OnboardingOne["runs"]; value: number; onChoose: (id: number) => void };

function RunChoice({ runs, value, onChoose }: RunChoiceProps) {
  const t = useTranslations("onboarding");
  return (
    <Field name="run" label={t("one.runOf")}>
      <Select name="run" value={value} onChange={event => onChoose(Number(event.target.value))} className="max-w-md">
        {runs.map(({ id, number, status, supportCode }) => (
          <option key={id} value={id}>
            {t("one.runName", { number, status: t(`states.${status}`), code: supportCode })}
          </option>
        ))}
      </Select>
    </Field>
  );
}
