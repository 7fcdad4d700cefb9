"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ArrivalView, RuleTest } from "@/lib/platform/alerts/schema";
import type { RuleActs } from "./alert-rule-acts";
import { useRuleTest } from "./use-rule-test";

type TestRuleProps = { id: string; name: string } & Pick<RuleActs, "test">;

/** Sends a test of a rule, and shows of each message whether it has arrived and how long that took. */
export function TestRule({ id, name, test }: TestRuleProps) {
  const t = useTranslations("alerts.test");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="secondary" size="small" aria-label={t("buttonOf", { name })}>
          <Send aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { name })}
      description={t("lead")}
    >
      {open ? <Test id={id} test={test} /> : null}
    </Dialog>
  );
}

function Test({ id, test }: Omit<TestRuleProps, "name">) {
  const t = useTranslations("alerts.test");
  const { last, problem, busy, send } = useRuleTest(id, test);
  return (
    <>
      {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
      <div role="status" className="grid gap-3">
        {last ? <LastTest last={last} /> : null}
      </div>
      <Button className="justify-self-start" busy={busy} busyLabel={t("busy")} onClick={() => void send()}>
        {t(last?.at ? "again" : "send")}
      </Button>
    </>
  );
}

function LastTest({ last: { at, messages } }: { last: RuleTest }) {
  const t = useTranslations("alerts.test");
  if (!at) return <p>{t("none")}</p>;
  return (
    <>
      <p className="font-medium">
        {t("last")} <Time value={at} precision="clock" />
      </p>
      {messages.length === 0 ? <p>{t("nobody")}</p> : null}
      <ul className="grid gap-3">
        {messages.map(message => (
          <li key={message.id}>
            <Arrival arrival={message} />
          </li>
        ))}
      </ul>
    </>
  );
}

const tones = { pending: "active", arrived: "success", failed: "danger" } as const;

function Arrival({ arrival: { channel, state, seconds, error } }: { arrival: ArrivalView }) {
  const t = useTranslations("alerts");
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="min-w-16">{t(`channelNames.${channel}`)}</span>
      <Status tone={tones[state]}>{t(`test.states.${state}`)}</Status>
      <span className="text-sm wrap-anywhere text-ink-muted">
        {seconds === null ? null : t("test.after", { seconds })}
        {error ? t(state === "failed" ? "test.because" : "test.tryAgain", { error }) : null}
      </span>
    </span>
  );
}
