"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Day } from "@/components/ui/day";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { AcceptedView } from "@/lib/members/view/invite";
import { InviteFeedback } from "./invite-feedback";

type InviteDoneProps = { token: string; accepted: AcceptedView; plan: string };

/** What an invite came to: since when the plan holds, or when it begins; and how it was. */
export function InviteDone({ token, accepted, plan }: InviteDoneProps) {
  const t = useTranslations("invites.done");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const isActive = accepted.status === "activated";
  const when = () =>
    isActive ? <Time value={accepted.activationDate} /> : <Day value={accepted.scheduledDate.slice(0, 10)} />;
  return (
    <div ref={box} tabIndex={-1} className="grid gap-4 outline-none!">
      <Notice tone="success" live="polite" title={t(accepted.status)}>
        <p>{t.rich(`${accepted.status}Lead`, { plan, when })}</p>
        {isActive ? null : <Countdown until={accepted.scheduledDate} />}
      </Notice>
      <p>{t("nothing")}</p>
      {isActive ? <InviteFeedback token={token} /> : null}
    </div>
  );
}

function Countdown({ until }: { until: string }) {
  const format = useFormatter();
  const now = useNow({ updateInterval: 60_000 });
  return (
    <p suppressHydrationWarning className="text-sm text-ink-muted">
      {format.relativeTime(new Date(until), now)}
    </p>
  );
}
