"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { CustomerOnboardingView } from "@/lib/customers/view/onboarding";
import { isOver } from "./use-onboarding";
import { useStepNames } from "./use-step-names";

const told = ["running", "done", "failed", "retrying", "waiting"] as const;

/** Tells those who do not see the steps of each that has begun or come to something, and of the end; silent between polls. */
export function StepAnnouncer({ view }: { view: CustomerOnboardingView }) {
  const t = useTranslations("customers.live.news");
  const nameOf = useStepNames();
  const before = useRef<CustomerOnboardingView | null>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    const was = before.current;
    before.current = view;
    const ended = was !== null && !isOver(was) && isOver(view);
    if (ended && view.status === "cancelled") return setText(t("cancelled"));
    if (ended && view.steps.every(({ state }) => state === "done")) return setText(t("complete"));
    const news = view.steps.flatMap(step => {
      const state = told.find(one => one === step.state);
      const isNew = was !== null && was.steps.find(({ id }) => id === step.id)?.state !== step.state;
      return state && isNew ? [t(state, { title: nameOf(step) })] : [];
    });
    if (was === null && !isOver(view)) news.unshift(t("started"));
    if (news.length > 0) setText(news.join(" "));
  }, [view, t, nameOf]);
  return (
    <p role="status" className="sr-only">
      {text}
    </p>
  );
}
