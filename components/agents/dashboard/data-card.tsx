import Link from "next/link";
import { useTranslations } from "next-intl";
import { StepStatus } from "@/components/flow/step-status";
import type { SyncPart, SyncView } from "@/components/flow/sync-view";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import { UpToDate } from "../up-to-date";
import type { ShownFigure } from "./data-figures";
import { LiveProgress, LiveStatus } from "./live-part";
import { type FetchReason, RefreshPart } from "./refresh-part";

type Part = StatusView["steps"][number];
type DataCardProps = {
  part: Part;
  title: string;
  /** Where it is looked at closely. */
  href: string | undefined;
  figures: readonly ShownFigure[];
  /** When it was last read to its end; never before it is here. */
  readAt: string | undefined;
  run: Pick<StatusView, "id" | "nextRetryAt" | "serverTime">;
  /** Whether its sync still moves. */
  pace: SyncView["pace"];
  /** Its sync goes on. */
  isLive: boolean;
  /** How it stands, where its sync does not go on. */
  shown: SyncPart["state"];
  /** Why it failed is told above all the cards. */
  isToldAbove: boolean;
  blockedBy: string | undefined;
};

/** One set of an agent's data: what is there and how fresh it is; or why it is not, what happens next, and what to do. */
export function DataCard(props: DataCardProps) {
  const { part, title, href, figures, readAt, run, pace, isLive, shown, isToldAbove, blockedBy } = props;
  const isSkipped = part.state === "skipped";
  const live = { jobId: run.id, drawnAt: run.serverTime, pace, part };
  return (
    <Card className={classNames("grid", !(readAt || isSkipped) && "border-dashed border-line-strong bg-canvas")}>
      <div className="flex h-full flex-col gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 className="font-semibold">{href && readAt ? <TitleLink href={href} title={title} /> : title}</h3>
          {isLive ? <LiveStatus {...live} /> : <EndedStatus state={shown} />}
        </div>
        {isSkipped ? <p className="text-pretty text-ink-muted">{part.skipReason}</p> : null}
        {!isSkipped && readAt ? <FigureList figures={figures} /> : null}
        {isSkipped ? null : (
          <div className="mt-auto grid gap-2">
            {isLive ? <LiveProgress {...live} title={title} /> : null}
            <Missing part={part} nextRetryAt={run.nextRetryAt} isToldAbove={isToldAbove} />
            <Freshness part={part} readAt={readAt} isRunning={isLive} />
            <RefreshPart step={part.id} title={title} why={whyFetched(part, readAt)} blockedBy={blockedBy} />
          </div>
        )}
      </div>
    </Card>
  );
}

/** Why somebody would fetch it: its last reading has come to nothing, there was none, or what is here is to be newer. */
function whyFetched({ state }: Part, readAt: string | undefined): FetchReason {
  if (state === "failed" || state === "retrying") return "failed";
  return readAt ? "old" : "missing";
}

const TitleLink = ({ href, title }: { href: string; title: string }) => (
  <Link href={href} className="link">
    {title}
  </Link>
);

const EndedStatus = ({ state }: { state: SyncPart["state"] }) =>
  state === "done" ? null : <StepStatus state={state} />;

function FigureList({ figures }: { figures: readonly ShownFigure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
      {figures.map(({ label, value, isWide }) => (
        <div key={label} className={classNames("grid content-start gap-0.5", isWide && "col-span-2")}>
          <dt className="text-sm text-ink-muted">{label}</dt>
          <dd className="text-lg font-semibold tracking-tight wrap-anywhere tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Why the last reading of it came to nothing, and when it is tried again by itself. */
function Missing({
  part,
  nextRetryAt,
  isToldAbove,
}: Pick<DataCardProps, "part" | "isToldAbove"> & { nextRetryAt: string | null }) {
  const t = useTranslations("agents.dashboard.card");
  if (part.state !== "failed") return null;
  return (
    <div className="grid gap-1 text-sm text-pretty">
      <p>
        {nextRetryAt ? t.rich("retryAt", { when: () => <Time value={nextRetryAt} precision="short" /> }) : t("failed")}
      </p>
      {part.error && !isToldAbove ? <p className="text-ink-muted">{part.error.message}</p> : null}
    </div>
  );
}

function Freshness({ part, readAt, isRunning }: Pick<DataCardProps, "part" | "readAt"> & { isRunning: boolean }) {
  const t = useTranslations("agents.dashboard");
  if (readAt)
    return (
      <div className="grid gap-1 text-sm text-ink-muted">
        <UpToDate readAt={readAt} />
        {part.warnings.length > 0 ? <Warnings warnings={part.warnings} /> : null}
      </div>
    );
  // What is on its way says so itself.
  return isRunning && part.state !== "failed" ? null : <p className="text-sm text-ink-muted">{t("card.never")}</p>;
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  const t = useTranslations("agents.dashboard");
  return (
    <details>
      <summary className="link w-fit cursor-pointer py-1">{t("warnings", { count: warnings.length })}</summary>
      <ul className="grid list-disc gap-1 py-1 pl-5 wrap-anywhere">
        {warnings.map(warning => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </details>
  );
}
