import { useTranslations } from "next-intl";
import { StepStatus } from "@/components/flow/step-status";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import { Time } from "@/components/ui/time";
import type { StatusView } from "@/lib/agents/view/status";
import type { ShownFigure } from "./data-figures";
import { TryAgain } from "./try-again";

type Part = StatusView["steps"][number];
type DataCardProps = {
  part: Part;
  title: string;
  figures: readonly ShownFigure[];
  /** When it was last read to its end; never before it is here. */
  at: string | undefined;
  /** Why it failed is told above all the cards. */
  isToldAbove: boolean;
  /** It can be tried again by itself: nothing runs, and there is a key that works. */
  canTry: boolean;
};

/** One set of an agent's data: what is there, how fresh it is, or why it is not and what to do. */
export function DataCard({ part, title, figures, at, isToldAbove, canTry }: DataCardProps) {
  const isMissing = part.state === "failed" || part.state === "cancelled" || part.state === "pending";
  return (
    <Card>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h3 className="font-semibold">{title}</h3>
          {part.state === "done" ? null : <StepStatus state={part.state} />}
        </div>
        {part.state === "skipped" ? <p className="text-pretty text-ink-muted">{part.skipReason}</p> : null}
        {part.state !== "skipped" && at ? <FigureList figures={figures} /> : null}
        {isMissing && part.error && !isToldAbove ? <p className="text-sm text-pretty">{part.error.message}</p> : null}
        {isMissing && canTry ? <TryAgain step={part.id} title={title} /> : null}
        <Freshness part={part} at={at} />
      </div>
    </Card>
  );
}

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

function Freshness({ part, at }: { part: Part; at: string | undefined }) {
  const t = useTranslations("agents.dashboard");
  if (part.state === "skipped") return null;
  if (at)
    return (
      <div className="grid gap-1 text-sm text-ink-muted">
        <p>{t.rich("fresh", { when: () => <Time value={at} /> })}</p>
        {part.warnings.length > 0 ? <Warnings warnings={part.warnings} /> : null}
      </div>
    );
  return <p className="text-sm text-ink-muted">{t("never")}</p>;
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
