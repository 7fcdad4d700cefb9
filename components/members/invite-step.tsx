"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";

const stages = ["details", "consents", "code"] as const;

type InviteStepProps = {
  stage: (typeof stages)[number];
  /** The first step does not take the focus: the page begins above it. */
  isFirst: boolean;
  children: ReactNode;
};

/** One step of an invite under its heading, which takes the focus when the step begins. */
export function InviteStep({ stage, isFirst, children }: InviteStepProps) {
  const t = useTranslations("invites.steps");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus();
  }, [isFirst]);
  return (
    <section aria-labelledby="invite-step" className="grid gap-6 border-t border-line pt-6">
      <div className="grid gap-1">
        <p className="text-sm text-ink-muted">
          {t("progress", { number: stages.indexOf(stage) + 1, total: stages.length })}
        </p>
        <h2 ref={heading} id="invite-step" tabIndex={-1} className="text-xl font-semibold">
          {t(stage)}
        </h2>
      </div>
      {children}
    </section>
  );
}
