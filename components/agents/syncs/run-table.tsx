import Link from "next/link";
import { useFormatter } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { RunItem } from "@/lib/agents/view/run-history";
import { RunOutcome } from "./run-outcome";
import { type Reader, useRunTexts } from "./use-run-texts";

type RunTableProps = {
  runs: readonly RunItem[];
  reader: Reader;
  /** Where all of one sync is told. */
  hrefOf: (run: RunItem) => string;
};

const figures = ["fetched", "created", "updated", "gone"] as const;

/** Syncs, newest first: when, by what, how they ended, how long they took, and what they brought. */
export function RunTable({ runs, reader, hrefOf }: RunTableProps) {
  const { t } = useRunTexts(reader);
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("when")}</HeaderCell>
        <HeaderCell>{t("outcome")}</HeaderCell>
        <HeaderCell>{t("beganBy")}</HeaderCell>
        <HeaderCell numeric>{t("took")}</HeaderCell>
        {figures.map(name => (
          <HeaderCell key={name} numeric>
            {t(`figures.${name}`)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {runs.map(run => (
          <RunRow key={run.id} run={run} reader={reader} href={hrefOf(run)} />
        ))}
      </TableBody>
    </Table>
  );
}

function RunRow({ run, reader, href }: { run: RunItem; reader: Reader; href: string }) {
  const { t, duration, beganBy } = useRunTexts(reader);
  const format = useFormatter();
  return (
    <TableRow>
      <Cell lead label={t("when")} className="whitespace-nowrap">
        <Link href={href} className="link">
          <Time value={run.at} />
        </Link>
      </Cell>
      <Cell label={t("outcome")}>
        <RunOutcome run={run} reader={reader} />
      </Cell>
      <Cell label={t("beganBy")}>{beganBy(run.trigger)}</Cell>
      <Cell numeric label={t("took")} className="whitespace-nowrap">
        {duration(run.seconds)}
      </Cell>
      {figures.map(name => (
        <Cell key={name} numeric label={t(`figures.${name}`)}>
          {format.number(run.counts[name])}
        </Cell>
      ))}
    </TableRow>
  );
}
