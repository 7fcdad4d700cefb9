"use client";

import { Check, Minus, PlugZap, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Notice } from "@/components/ui/notice";
import type { Envelope } from "@/lib/platform/http/envelope";

/** The six ways in which a connection can fail. */
export type TestFault = "wrong_address" | "auth" | "permission" | "rate_limit" | "unreachable" | "unexpected";

/** Why none was tried: the stored credentials do not open, or we cannot call anybody right now. */
type NotTried = "unreadable" | "unavailable";

const faultOfCode = new Map<string, TestFault | NotTried>([
  ["rate_limited", "rate_limit"],
  ["key_unreadable", "unreadable"],
  ["unavailable", "unavailable"],
]);
const mildFaults: ReadonlySet<string> = new Set(["rate_limit", "unreachable", "unavailable"]);

/** One thing that a test looks at, and how that went. */
export type TestCheck = { label: string; outcome: "ok" | "failed" | "not_tried" };

/**
 * What a test found; `message` says more than the class does (which permission is missing, whose shop it is), `checks` how far it came, `details` all
 * else. `words` take the place of what is commonly said of the class.
 */
export type TestAnswer = {
  ok: boolean;
  class?: TestFault | null;
  message?: string | null;
  retryAfter?: number | null;
  checks?: readonly TestCheck[];
  details?: ReactNode;
  words?: TestWords;
};

/** Why a test failed, and what to do about it. */
export type TestWords = { cause: string; action: string };

type Told = {
  message: string | null;
  checks: readonly TestCheck[];
  details?: ReactNode;
  words?: TestWords | undefined;
};
type Shown =
  | { state: "idle" | "testing" }
  | ({ state: "ok" } & Told)
  | ({ state: "failed"; fault: TestFault | NotTried; retryAfter: number | null; supportCode: string } & Told);

type ConnectionTestProps = {
  /** Asks the server to try the connection. */
  run: () => Promise<Envelope<TestAnswer>>;
  /** The credentials as typed; when one changes, what was found no longer counts. */
  credentials: readonly (string | undefined)[];
  /** Is what was typed fit to be tested? Says beside its fields what is not. */
  check?: () => Promise<boolean>;
  /** It works: what was said against it before does not count. */
  onConnected?: () => void;
  timeoutSeconds?: number;
  label?: ReactNode;
};

/** A button that tries a connection and says what came of it. */
export function ConnectionTest(props: ConnectionTestProps) {
  const { timeoutSeconds = 15, label } = props;
  const t = useTranslations("flow.test");
  const [shown, test] = useTest(props);
  const testing = shown.state === "testing";
  return (
    <div className="grid gap-4">
      <Button
        sends
        variant="secondary"
        busy={testing}
        busyLabel={t("testing", { seconds: timeoutSeconds })}
        onClick={test}
        className="justify-self-start max-sm:w-full"
      >
        <PlugZap aria-hidden />
        {label ?? t("button")}
      </Button>
      <div role="status">
        {testing ? <p className="sr-only">{t("testing", { seconds: timeoutSeconds })}</p> : null}
        {shown.state === "ok" ? (
          <Notice tone="success" title={shown.message ?? t("connected")}>
            <Checks checks={shown.checks} />
            {shown.details}
          </Notice>
        ) : null}
        {shown.state === "failed" ? <Failure {...shown} /> : null}
      </div>
    </div>
  );
}

const looks = {
  ok: { icon: Check, tone: "text-success" },
  failed: { icon: X, tone: "text-danger" },
  not_tried: { icon: Minus, tone: "text-ink-muted" },
};

function Checks({ checks }: Pick<Told, "checks">) {
  const t = useTranslations("flow.test");
  if (checks.length === 0) return null;
  return (
    <ul aria-label={t("checks")} className="mt-1 grid gap-1 text-sm">
      {checks.map(({ label, outcome }) => {
        const { icon: Icon, tone } = looks[outcome];
        return (
          <li key={label} className="flex items-baseline gap-2">
            <Icon aria-hidden className={classNames("size-4 shrink-0 self-center", tone)} />
            <span>
              {label}: <span className={classNames("font-medium", tone)}>{t(`outcomes.${outcome}`)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Failure({ fault, message, retryAfter, supportCode, checks, words }: Extract<Shown, { state: "failed" }>) {
  const t = useTranslations("flow.test");
  const { cause, action } = words ?? { cause: t(`${fault}.cause`), action: t(`${fault}.action`) };
  const code = (chunks: ReactNode) => <code className="font-mono">{chunks}</code>;
  return (
    <Notice tone={mildFaults.has(fault) ? "warning" : "danger"} title={cause}>
      {message ? <p>{message}</p> : null}
      <p>{retryAfter ? t("retryAfter", { minutes: Math.max(1, Math.ceil(retryAfter / 60)) }) : action}</p>
      <Checks checks={checks} />
      {supportCode ? (
        <p className="mt-1 text-sm text-ink-muted">{t.rich("supportCode", { value: supportCode, code })}</p>
      ) : null}
    </Notice>
  );
}

function useTest({ run, credentials, check, onConnected }: ConnectionTestProps) {
  const [shown, setShown] = useState<Shown>({ state: "idle" });
  const round = useRef(0);
  const typed = credentials.join("\u0000");
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when what was typed changes, and drops a test under way
  useEffect(() => {
    round.current += 1;
    setShown({ state: "idle" });
  }, [typed]);
  const test = async () => {
    if (check && !(await check())) return;
    round.current += 1;
    const own = round.current;
    setShown({ state: "testing" });
    const found = await run().then(read, () => unreadable);
    if (own !== round.current) return;
    setShown(found);
    if (found.state === "ok") onConnected?.();
  };
  return [shown, test] as const;
}

const unreadable: Shown = {
  state: "failed",
  fault: "unexpected",
  message: null,
  retryAfter: null,
  supportCode: "",
  checks: [],
};

function read(answer: Envelope<TestAnswer>): Shown {
  const data = answer.data;
  const checks = data?.checks ?? [];
  if (answer.success && data?.ok) return { state: "ok", message: data.message ?? null, checks, details: data.details };
  return {
    state: "failed",
    fault: data?.class ?? faultOfCode.get(answer.error?.code ?? "") ?? "unexpected",
    message: data?.message ?? answer.error?.message ?? null,
    retryAfter: data?.retryAfter ?? null,
    supportCode: answer.error?.supportCode || answer.meta.requestId,
    checks,
    words: data?.words,
  };
}
