"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { pollPauseMs } from "@/components/flow/poll-pace";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { call } from "@/lib/platform/http/browser";
import type { OnboardingOne } from "@/lib/platform/onboarding/view";
import type { ReadinessView } from "@/lib/platform/readiness/schema";
import { OnboardingCalls } from "./onboarding-one-calls";
import { OnboardingCompared } from "./onboarding-one-compared";
import { OnboardingHead } from "./onboarding-one-head";
import { OnboardingRuns } from "./onboarding-one-runs";
import { OnboardingSent } from "./onboarding-one-sent";
import { OnboardingSteps } from "./onboarding-one-steps";
import { OnboardingTrail } from "./onboarding-one-trail";
import { OnboardingTimeline } from "./onboarding-timeline";
import { ReadinessLive } from "./readiness-live";

type Props = { id: number; initial: OnboardingOne; readiness: ReadinessView | null; canAct: boolean };

// What waits may go on at any moment, by somebody else's doing.
const moves = ({ row }: OnboardingOne) =>
  row.run?.status === "pending" || row.run?.status === "running" || row.run?.status === "waiting";

const standingOf = ({ row, steps }: OnboardingOne) =>
  [row.status, row.run?.id, row.run?.status, row.isPaused, ...steps.map(({ state }) => state)].join();

async function ask(id: number): Promise<OnboardingOne> {
  const { data, message } = await call<OnboardingOne>("GET", `/api/v1/admin/onboardings/${id}`);
  if (!data) throw new Error(message);
  return data;
}

/** One onboarding with all that is known of it; asked about again while it goes on. */
export function OnboardingWhole({ id, initial, readiness, canAct }: Props) {
  const t = useTranslations("onboarding.one");
  const begun = useRef(performance.now());
  const query = useQuery({
    queryKey: ["onboarding", id],
    queryFn: () => ask(id),
    initialData: initial,
    staleTime: 1000,
    refetchInterval: ({ state }) =>
      state.data && moves(state.data) ? pollPauseMs(performance.now() - begun.current) : false,
  });
  const one = query.data;
  return (
    <>
      <OnboardingHead one={one} canAct={canAct} />
      <div className="grid grid-cols-1 gap-6">
        {query.isError ? (
          <Notice
            tone="warning"
            live="polite"
            title={t.rich("lost", {
              when: () => <Time value={new Date(query.dataUpdatedAt).toISOString()} precision="clock" />,
            })}
          />
        ) : null}
        {readiness ? (
          <ReadinessLive kind={one.row.kind} id={one.row.subjectId} initial={readiness} seen={standingOf(one)} />
        ) : null}
        <OnboardingSteps one={one} />
        <OnboardingTimeline one={one} />
        <OnboardingRuns one={one} />
        <OnboardingCompared one={one} />
        <OnboardingCalls calls={one.calls} />
        <OnboardingSent sent={one.sent} />
        <OnboardingTrail entries={one.audit} />
      </div>
    </>
  );
}
