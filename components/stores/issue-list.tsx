import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DownloadLink } from "@/components/ui/download-link";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { IssuesView } from "@/lib/stores/view/issues";

type Part = IssuesView["parts"][number];
type Issue = Part["items"][number];

const addressOf = (jobId: number) => `/api/v1/store/imports/${jobId}`;

/** What was found wrong with rows of an import, part by part; nothing where there is nothing. */
export function IssueList({ view: { jobId, parts } }: { view: IssuesView }) {
  return parts.map(part => <IssueCard key={part.id} part={part} jobId={jobId} />);
}

/** Downloads what the list shows. */
export function IssueDownload({ jobId }: { jobId: number }) {
  const t = useTranslations("stores.issues");
  return <DownloadLink href={`${addressOf(jobId)}/issues/export`}>{t("export")}</DownloadLink>;
}

function IssueCard({ part, jobId }: { part: Part; jobId: number }) {
  const t = useTranslations("stores.issues");
  const { id, skipped, issues, badRows, items } = part;
  return (
    <Card
      flush
      title={t(`parts.${id}`, { skipped, issues })}
      description={issues > items.length ? t("first", { shown: items.length, issues }) : undefined}
      actions={
        badRows > 0 ? (
          <DownloadLink href={`${addressOf(jobId)}/bad-rows`} size="small">
            {t("badRows")}
          </DownloadLink>
        ) : null
      }
    >
      <Table caption={t(`parts.${id}`, { skipped, issues })}>
        <TableHead>
          <HeaderCell>{t("row")}</HeaderCell>
          <HeaderCell>{t("field")}</HeaderCell>
          <HeaderCell>{t("problem")}</HeaderCell>
        </TableHead>
        <TableBody>
          {items.map((issue, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list does not change
            <IssueRow key={at} issue={issue} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function IssueRow({ issue: { source, line, field, message } }: { issue: Issue }) {
  const t = useTranslations("stores.issues");
  return (
    <TableRow>
      <Cell lead label={t("row")} className="wrap-break-word">
        {line === null ? t("shipment", { source }) : t("line", { source, line })}
      </Cell>
      <Cell label={t("field")} className="max-sm:wrap-anywhere">
        {field ? <span className="font-mono text-sm">{field}</span> : t("wholeRow")}
      </Cell>
      <Cell label={t("problem")}>{message}</Cell>
    </TableRow>
  );
}
