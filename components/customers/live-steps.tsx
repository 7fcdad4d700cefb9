"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { SyncTrouble } from "@/components/flow/sync-trouble";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { QueryProvider } from "@/components/ui/query-provider";
import { useViewerZone } from "@/components/ui/viewer-zone";
import type { CustomerOnboardingView } from "@/lib/customers/view/onboarding";
import { LiveStep } from "./live-step";
import { StepAnnouncer } from "./step-announcer";
import { isOver, useOnboarding } from "./use-onboarding";

type LiveStepsProps = {
  initial: CustomerOnboardingView;
  title?: string;
  /** What can be done now, beside the title. */
  actions?: ReactNode;
  /** What came of each step is told as well. */
  showsOutputs?: boolean;
};

/** The steps of a customer's onboarding as they go, each with what came of it. */
export function LiveSteps(props: LiveStepsProps) {
  return (
    <QueryProvider>
      <Steps {...props} />
    </QueryProvider>
  );
}

function Steps({ initial, title, actions, showsOutputs = true }: LiveStepsProps) {
  const t = useTranslations("customers.live");
  const { view, lost, heardAt } = useOnboarding(initial);
  const goesOn = !isOver(view) && view.status !== "waiting";
  return (
    <Card
      title={title ?? t("title")}
      description={goesOn ? t("closable") : t("lead")}
      actions={actions ? <div className="flex flex-wrap gap-2">{actions}</div> : undefined}
    >
      <StepAnnouncer view={view} />
      {lost && !isOver(view) ? <Lost heardAt={heardAt} /> : null}
      <div className="mb-4 empty:hidden">
        <SyncTrouble upstream={view.trouble} isOver={isOver(view)} />
      </div>
      <ol aria-label={t("list")} className="grid">
        {view.steps.map((step, at) => (
          <LiveStep
            key={step.id}
            step={step}
            number={at + 1}
            isLast={at === view.steps.length - 1}
            showsOutputs={showsOutputs}
          />
        ))}
      </ol>
    </Card>
  );
}

function Lost({ heardAt }: { heardAt: Date }) {
  const t = useTranslations("customers.live");
  const format = useFormatter();
  const timeZone = useViewerZone();
  const time = format.dateTime(heardAt, { timeStyle: "medium", hourCycle: "h23", timeZone });
  return (
    <Notice tone="warning" className="mb-4">
      {t("lost", { time })}
    </Notice>
  );
}
