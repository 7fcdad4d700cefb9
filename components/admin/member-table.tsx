import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { MemberItem } from "@/lib/members/view/member";
import type { ReadinessBadge as Badge } from "@/lib/platform/readiness/schema";
import { MemberState } from "./member-state";
import { ReadinessBadge } from "./readiness-badge";

const onlyRoomy = "sm:max-lg:hidden";

type MemberTableProps = { members: readonly MemberItem[]; badges: Readonly<Record<number, Badge>> };

/** Members with where they stand and what they have; cards on phones, and without the day of the last change on tablets. */
export function MemberTable({ members, badges }: MemberTableProps) {
  const t = useTranslations("members.members");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("member")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("plans")}</HeaderCell>
        <HeaderCell>{t("employer")}</HeaderCell>
        <HeaderCell className={onlyRoomy}>{t("changed")}</HeaderCell>
      </TableHead>
      <TableBody>
        {members.map(member => (
          <MemberRow key={member.id} {...member} badge={badges[member.id]} />
        ))}
      </TableBody>
    </Table>
  );
}

type MemberRowProps = MemberItem & { badge: Badge | undefined };

function MemberRow({ badge, ...member }: MemberRowProps) {
  const { id, name, phoneNumber, email, relation, state, plans, employer, updatedAt } = member;
  const t = useTranslations("members.members");
  const reached = [phoneNumber, email].filter(Boolean).join(" · ");
  return (
    <TableRow>
      <Cell lead label={t("member")} className="max-w-80">
        <Link href={`/admin/members/${id}`} className="link inline-block py-1 wrap-anywhere">
          <bdi>{name ?? t("nameless")}</bdi>
        </Link>
        <span className="block text-sm font-normal text-ink-muted">{t(`relations.${relation}`)}</span>
        {reached ? <span className="block text-sm font-normal wrap-anywhere text-ink-muted">{reached}</span> : null}
      </Cell>
      <Cell label={t("state")}>
        <span className="grid max-sm:justify-items-end">
          <MemberState state={state} />
          <ReadinessBadge badge={badge} />
        </span>
      </Cell>
      <Cell label={t("plans")} className="wrap-anywhere">
        {plans.map(plan => plan.name).join(", ") || t("noPlan")}
      </Cell>
      <Cell label={t("employer")} className="wrap-anywhere">
        {employer.name}
      </Cell>
      <Cell label={t("changed")} className={`whitespace-nowrap ${onlyRoomy}`}>
        <Time value={updatedAt} precision="day" />
      </Cell>
    </TableRow>
  );
}
