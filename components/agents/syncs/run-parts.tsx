import { ArrowDown, Clock } from "lucide-react";
import { useFormatter } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import type { PartComparison } from "@/lib/agents/view/run-history";
import { type Reader, useRunTexts } from "./use-run-texts";

type RunPartsProps = { parts: readonly PartComparison[]; reader: Reader };

const tones: Record<PartComparison["state"], Tone> = {
  pending: "neutral",
  running: "active",
  retrying: "warning",
  waiting: "warning",
  done: "success",
  failed: "danger",
  skipped: "neutral",
  kept: "neutral",
};

/** A sync data set by data set, each beside its last good reading before: what fell far or took long has a sign. */
export function RunParts({ parts, reader }: RunPartsProps) {
  const { t } = useRunTexts(reader);
  return (
    <Table caption={t("parts.title")}>
      <TableHead>
        <HeaderCell>{t("parts.part")}</HeaderCell>
        <HeaderCell>{t("parts.state")}</HeaderCell>
        <HeaderCell numeric>{t("figures.fetched")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
        <HeaderCell numeric>{t("parts.changes")}</HeaderCell>
      </TableHead>
      <TableBody>
        {parts.map(part => (
          <PartRow key={part.step} part={part} reader={reader} />
        ))}
      </TableBody>
    </Table>
  );
}

function PartRow({ part, reader }: { part: PartComparison; reader: Reader }) {
  const { t, nameOf, duration } = useRunTexts(reader);
  const format = useFormatter();
  const { state, counts, before, seconds } = part;
  const isTold = state !== "kept" && state !== "skipped";
  return (
    <TableRow>
      <Cell lead label={t("parts.part")}>
        {nameOf(part.step)}
        <Trouble part={part} reader={reader} />
      </Cell>
      <Cell label={t("parts.state")}>
        <Status tone={tones[state]} className="[&_svg]:animate-none">
          {t(`parts.states.${state}`)}
        </Status>
      </Cell>
      <Cell numeric label={t("figures.fetched")}>
        <Compared
          now={isTold ? format.number(counts.fetched) : "–"}
          was={before && t("parts.was", { before: format.number(before.fetched) })}
        >
          {part.hasFallen ? (
            <Status tone="warning" icon={ArrowDown}>
              {t("parts.fell")}
            </Status>
          ) : null}
        </Compared>
      </Cell>
      <Cell numeric label={t("took")}>
        <Compared now={duration(seconds)} was={before && t("parts.was", { before: duration(before.seconds) })}>
          {part.isSlow ? (
            <Status tone="warning" icon={Clock}>
              {t("parts.slow")}
            </Status>
          ) : null}
        </Compared>
      </Cell>
      <Cell numeric label={t("parts.changes")}>
        {isTold ? t("parts.changed", counts) : "–"}
      </Cell>
    </TableRow>
  );
}

type ComparedProps = { now: string; was: string | null; children: React.ReactNode };

function Compared({ now, was, children }: ComparedProps) {
  return (
    <span className="grid gap-0.5 justify-items-end">
      <span>{now}</span>
      {was ? <span className="text-sm text-ink-muted">{was}</span> : null}
      {children}
    </span>
  );
}

function Trouble({ part: { error, warnings }, reader }: { part: PartComparison; reader: Reader }) {
  const { t } = useRunTexts(reader);
  if (!error && warnings.length === 0) return null;
  return (
    <span className="mt-1 grid max-w-md gap-1 text-sm font-normal text-pretty wrap-anywhere text-ink-muted">
      {error ? (
        <span>
          {error.message} {t.rich("parts.code", { code: () => <code>{error.supportCode}</code> })}
        </span>
      ) : null}
      {warnings.map(warning => (
        <span key={warning}>{warning}</span>
      ))}
    </span>
  );
}
