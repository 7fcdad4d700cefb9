"use client";

import { LockOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";
import { PeopleAct } from "./people-act";

type PeopleNumberProps = {
  phoneNumber: string;
  /** The same as people write it. */
  spelled: string;
  /** Leave out for who may only look. */
  unblock?: (input: { phoneNumber: string; reason: string }) => Promise<Envelope<null>>;
  /** What stands between this number and a code. */
  children: ReactNode;
};

/** A number that was looked for and has no account: why it gets no code, and the way to unblock it. */
export function PeopleNumber({ phoneNumber, spelled, unblock, children }: PeopleNumberProps) {
  const t = useTranslations("admin.people");
  const [isDone, setDone] = useState(false);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <h2 className="text-lg font-semibold whitespace-nowrap">{spelled}</h2>
          <p className="text-ink-muted">{t("freeNumber")}</p>
        </div>
        {unblock ? (
          <PeopleAct
            name="unblockNumber"
            icon={LockOpen}
            act={reason => unblock({ phoneNumber, reason })}
            onDone={() => setDone(true)}
          />
        ) : null}
      </div>
      <div role="status">{isDone ? <Notice tone="success" title={t("acts.unblockNumber.done")} /> : null}</div>
      {children}
    </div>
  );
}
