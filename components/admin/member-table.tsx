import Link from "next/link";
import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { MemberItem } from "@/lib/members/view/member";
import { MemberState } from "./member-state";

const onlyRoomy = "sm:max-lg:hidden";

/** Members with where they stand and what they have; cards on phones, and without the day of the last change on tablets. */
export function MemberTable({ members }: { members: readonly MemberItem[] }) {
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
          <MemberRow key={member.id} {...member} />
        ))}
      </TableBody>
    </Table>
  );
}

function MemberRow({ id, name, phoneNumber, email, relation, state, plans, employer, updatedAt }: MemberItem) {
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
        <MemberState state={state} />
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
