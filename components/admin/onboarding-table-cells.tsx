import { Ban, Hourglass, RotateCw, SkipForward, UserRound } from "lucide-react";
import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Status } from "@/components/ui/status";
import { Cell } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import type { ColumnId } from "./onboarding-columns-list";
import { useReason } from "./onboarding-table-reason";
import { useTook } from "./use-took";

/** Of a kind: how people read its steps, in their order, and how often a part of it is tried. */
export type KindFacts = { steps: readonly { id: string; title: string }[]; attempts: number };
export type Kinds = Readonly<Record<OnboardingRow["kind"], KindFacts>>;

type RowProps = { row: OnboardingRow; kinds: Kinds };

const looks: Record<OnboardingRow["status"], { tone: Tone; icon?: typeof Ban }> = {
  pending: { tone: "neutral" },
  running: { tone: "active" },
  retrying: { tone: "warning", icon: RotateCw },
  stalled: { tone: "danger", icon: Hourglass },
  waiting: { tone: "warning", icon: UserRound },
  complete: { tone: "success" },
  partial: { tone: "warning" },
  failed: { tone: "danger" },
  cancelled: { tone: "neutral", icon: Ban },
  skipped: { tone: "neutral", icon: SkipForward },
};
// On a card there is no column to keep.
const missing = "max-sm:hidden";

/** What a row is called: its subject's name, or its kind and number while nobody knows one. */
export function useSubject() {
  const t = useTranslations("onboardings");
  return ({ subject, kind, id }: OnboardingRow) =>
    subject || t("unnamed", { kind: t(`kinds.${kind}`), id: String(id) });
}

const titleOf = (kinds: Kinds, kind: OnboardingRow["kind"], step: string) =>
  kinds[kind].steps.find(({ id }) => id === step)?.title ?? step;

/** Whom it is about, and the way to all that is known of it. */
export function SubjectCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  return (
    <Cell lead label={t("columns.subject")} className="max-w-64 sm:min-w-28">
      <Link href={`/admin/onboardings/${row.id}`} prefetch={false} className="link inline-block py-1 wrap-anywhere">
        <bdi>{useSubject()(row)}</bdi>
      </Link>
    </Cell>
  );
}

function KindCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  return <Cell label={t("columns.kind")}>{t(`kinds.${row.kind}`)}</Cell>;
}

function StatusText({ row, kinds }: RowProps) {
  const t = useTranslations("onboardings");
  const { status, waitingFor, nextAttemptAt, attempts } = row;
  const times = { attempt: attempts, most: kinds[row.kind].attempts };
  if (status === "retrying" && nextAttemptAt)
    return t.rich("retryingNext", { ...times, when: () => <Time value={nextAttemptAt} precision="short" /> });
  if (status === "retrying") return t("retrying", times);
  if (status === "waiting") return t(`waitingFor.${waitedFor(waitingFor)}`);
  return t(`states.${status}`);
}

const awaited = ["letzshop_key", "rezen_key", "zuora_client", "resume", "activation_date", "admin"] as const;
const waitedFor = (told: string | null) => awaited.find(one => one === told) ?? "person";

function StatusCell({ row, kinds }: RowProps) {
  const t = useTranslations("onboardings");
  const { tone, icon } = looks[row.status];
  return (
    <Cell label={t("columns.status")} className="sm:min-w-32">
      <Status tone={tone} icon={icon} className="text-left">
        <StatusText row={row} kinds={kinds} />
      </Status>
    </Cell>
  );
}

function ProgressCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  const subject = useSubject()(row);
  const value = t("percent", { value: row.percent });
  return (
    <Cell label={t("columns.progress")}>
      <span className="grid w-20 gap-1 lg:w-16">
        <span className="text-sm">{value}</span>
        <ProgressBar
          label={t("progressOf", { subject })}
          value={row.percent}
          valueText={value}
          tone={looks[row.status].tone}
          size="small"
        />
      </span>
    </Cell>
  );
}

function StepCell({ row, kinds }: RowProps) {
  const t = useTranslations("onboardings");
  const text = row.step ? titleOf(kinds, row.kind, row.step) : t(row.status === "complete" ? "through" : "none");
  return (
    <Cell
      label={t("columns.step")}
      className={row.step || row.status === "complete" ? "sm:min-w-24 sm:wrap-anywhere" : missing}
    >
      {text}
    </Cell>
  );
}

function StartedCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  return (
    <Cell label={t("columns.started")}>
      <Time value={row.startedAt} relative compact />
    </Cell>
  );
}

const isUnderWay = ({ status }: OnboardingRow) => status === "running" || status === "retrying" || status === "stalled";

function DurationCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  const took = useTook();
  const now = useNow({ updateInterval: 30_000 });
  const { tookSeconds, startedAt } = row;
  const since = Math.max(0, Math.floor((now.getTime() - Date.parse(startedAt)) / 1000));
  return (
    <Cell
      label={t("columns.duration")}
      className={classNames("sm:min-w-18", tookSeconds === null && !isUnderWay(row) && missing)}
    >
      {tookSeconds !== null ? (
        <span className="whitespace-nowrap">{tookSeconds === 0 ? t("underASecond") : took(tookSeconds)}</span>
      ) : null}
      {tookSeconds === null && isUnderWay(row) ? (
        // The server drew it a moment earlier.
        <span suppressHydrationWarning className="text-ink-muted">
          {t("soFar", { time: took(since) })}
        </span>
      ) : null}
      {tookSeconds === null && !isUnderWay(row) ? t("none") : null}
    </Cell>
  );
}

function AttemptsCell({ row }: RowProps) {
  const t = useTranslations("onboardings");
  return (
    <Cell numeric label={t("columns.attempts")}>
      {useFormatter().number(row.attempts)}
    </Cell>
  );
}

function ErrorCell({ row: { id, kind, error }, kinds }: RowProps) {
  const t = useTranslations("onboardings");
  const reason = useReason();
  return (
    <Cell label={t("columns.error")} className={error ? "max-w-56 sm:min-w-26" : missing}>
      {error ? (
        <span className="grid">
          <Link href={`/admin/onboardings/${id}`} prefetch={false} className="link py-1">
            {reason(error.code)}
          </Link>
          {error.step ? <span className="text-sm text-ink-muted">{titleOf(kinds, kind, error.step)}</span> : null}
        </span>
      ) : (
        t("none")
      )}
    </Cell>
  );
}

/** How each column draws what it says of an onboarding. */
export const cells: Record<ColumnId, (props: RowProps) => React.ReactNode> = {
  kind: KindCell,
  status: StatusCell,
  progress: ProgressCell,
  step: StepCell,
  started: StartedCell,
  duration: DurationCell,
  attempts: AttemptsCell,
  error: ErrorCell,
};
