"use client";

import { PlugZap } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";

/** The six ways in which a connection can fail. */
export type TestFault = "wrong_address" | "auth" | "permission" | "rate_limit" | "unreachable" | "unexpected";

/** What a test found; `message` says more than the class does (which permission is missing, whose shop it is). */
export type TestAnswer = { ok: boolean; class?: TestFault | null; message?: string | null; retryAfter?: number | null };

type Shown =
  | { state: "idle" | "testing" }
  | { state: "ok"; message: string | null }
  | { state: "failed"; fault: TestFault; message: string | null; retryAfter: number | null; supportCode: string };

type ConnectionTestProps = {
  /** Asks the server to try the connection. */
  run: () => Promise<Envelope<TestAnswer>>;
  /** The credentials as typed; when one changes, what was found no longer counts. */
  credentials: readonly (string | undefined)[];
  /** Nothing to test yet. */
  incomplete?: boolean;
  /** Said when `run` is pressed while incomplete. */
  onIncomplete?: () => void;
  timeoutSeconds?: number;
  label?: ReactNode;
};

/** A button that tries a connection and says what came of it. */
export function ConnectionTest(props: ConnectionTestProps) {
  const { incomplete, onIncomplete, timeoutSeconds = 15, label } = props;
  const t = useTranslations("flow.test");
  const [shown, test] = useTest(props);
  const testing = shown.state === "testing";
  return (
    <div className="grid gap-4">
      <Button
        variant="secondary"
        busy={testing}
        busyLabel={t("testing", { seconds: timeoutSeconds })}
        onClick={() => (incomplete ? onIncomplete?.() : void test())}
        className="justify-self-start max-sm:w-full"
      >
        <PlugZap aria-hidden />
        {label ?? t("button")}
      </Button>
      <div role="status">
        {testing ? <p className="sr-only">{t("testing", { seconds: timeoutSeconds })}</p> : null}
        {shown.state === "ok" ? <Notice tone="success" title={shown.message ?? t("connected")} /> : null}
        {shown.state === "failed" ? <Failure {...shown} /> : null}
      </div>
    </div>
  );
}

function Failure({ fault, message, retryAfter, supportCode }: Extract<Shown, { state: "failed" }>) {
  const t = useTranslations("flow.test");
  const code = (chunks: ReactNode) => <code className="font-mono">{chunks}</code>;
  return (
    <Notice tone={fault === "rate_limit" || fault === "unreachable" ? "warning" : "danger"} title={t(`${fault}.cause`)}>
      {message ? <p>{message}</p> : null}
      <p>{retryAfter ? t("retryAfter", { minutes: Math.max(1, Math.ceil(retryAfter / 60)) }) : t(`${fault}.action`)}</p>
      {supportCode ? (
        <p className="mt-1 text-sm text-ink-muted">{t.rich("supportCode", { value: supportCode, code })}</p>
      ) : null}
    </Notice>
  );
}

function useTest({ run, credentials }: ConnectionTestProps) {
  const [shown, setShown] = useState<Shown>({ state: "idle" });
  const round = useRef(0);
  const typed = credentials.join("\u0000");
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when what was typed changes, and drops a test under way
  useEffect(() => {
    round.current += 1;
    setShown({ state: "idle" });
  }, [typed]);
  const test = async () => {
    round.current += 1;
    const own = round.current;
    setShown({ state: "testing" });
    const found = await run().then(read, () => unreadable);
    if (own === round.current) setShown(found);
  };
  return [shown, test] as const;
}

const unreadable: Shown = { state: "failed", fault: "unexpected", message: null, retryAfter: null, supportCode: "" };

function read(answer: Envelope<TestAnswer>): Shown {
  const data = answer.data;
  if (answer.success && data?.ok) return { state: "ok", message: data.message ?? null };
  return {
    state: "failed",
    fault: data?.class ?? (answer.error?.code === "rate_limited" ? "rate_limit" : "unexpected"),
    message: data?.message ?? answer.error?.message ?? null,
    retryAfter: data?.retryAfter ?? null,
    supportCode: answer.error?.supportCode || answer.meta.requestId,
  };
}
