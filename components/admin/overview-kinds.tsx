import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { CountedStatus, KindCounts } from "@/lib/platform/overview/view";

type OverviewKindsProps = {
  kinds: readonly KindCounts[];
  statuses: readonly CountedStatus[];
  /** More than this many are told as "more than". */
  most: number;
};

const troubles: readonly CountedStatus[] = ["stalled", "partial", "failed"];

/** How many onboardings of each kind stand where; each number leads to them. */
export function OverviewKinds({ kinds, statuses, most }: OverviewKindsProps) {
  const t = useTranslations("admin.overview");
  const format = useFormatter();
  const told = (count: number) => (count > most ? t("more", { count: format.number(most) }) : format.number(count));
  return (
    <Table caption={t("kindsTitle")}>
      <TableHead>
        <HeaderCell>{t("kind")}</HeaderCell>
        {statuses.map(status => (
          <HeaderCell key={status} numeric>
            {t(`statuses.${status}`)}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {kinds.map(({ kind, counts }) => (
          <TableRow key={kind}>
            <Cell lead label={t("kind")}>
              <Link href={`/admin/onboardings?kind=${kind}`} className="link">
                {t(`kinds.${kind}`)}
              </Link>
            </Cell>
            {statuses.map(status => (
              <Cell key={status} numeric label={t(`statuses.${status}`)}>
                {counts[status] === 0 ? (
                  <span className="text-ink-muted">0</span>
                ) : (
                  <Link
                    href={`/admin/onboardings?kind=${kind}&status=${status}`}
                    aria-label={t("countOf", {
                      count: told(counts[status]),
                      kind: t(`kinds.${kind}`),
                      status: t(`statuses.${status}`),
                    })}
                    className={troubles.includes(status) ? "link font-semibold" : "link"}
                  >
                    {told(counts[status])}
                  </Link>
                )}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
