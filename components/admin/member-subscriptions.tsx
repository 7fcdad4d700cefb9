import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SubscriptionView } from "@/lib/members/view/member";

/** Plans that a member has or had, newest first. */
export function MemberSubscriptions({ subscriptions }: { subscriptions: readonly SubscriptionView[] }) {
  const t = useTranslations("members.members");
  const doors = useTranslations("members.doors");
  if (subscriptions.length === 0)
    return <EmptyState title={t("noSubscriptions")}>{t("noSubscriptionsHelp")}</EmptyState>;
  return (
    <Table caption={t("subscriptionCaption")}>
      <TableHead>
        <HeaderCell>{t("plan")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("began")}</HeaderCell>
        <HeaderCell>{t("ended")}</HeaderCell>
        <HeaderCell>{t("door")}</HeaderCell>
      </TableHead>
      <TableBody>
        {subscriptions.map(({ id, plan, coreOffering, startedAt, endedAt, endedBecause, door }) => (
          <TableRow key={id}>
            <Cell lead label={t("plan")} className="wrap-anywhere">
              <bdi>{plan.name}</bdi>
              <span className="block text-sm font-normal text-ink-muted">{coreOffering}</span>
              <span className="block font-mono text-xs font-normal text-ink-muted">{id}</span>
            </Cell>
            <Cell label={t("state")}>
              {endedAt === null ? (
                <Status tone="success">{t("now")}</Status>
              ) : (
                <Status tone="neutral">
                  {t(`endedBecause.${endedBecause === "replaced" ? "replaced" : "deactivated"}`)}
                </Status>
              )}
            </Cell>
            <Cell label={t("began")}>
              <Time value={startedAt} />
            </Cell>
            <Cell label={t("ended")}>{endedAt ? <Time value={endedAt} /> : "–"}</Cell>
            <Cell label={t("door")}>{doors(door)}</Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
