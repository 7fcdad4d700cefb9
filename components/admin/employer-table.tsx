import { Ban } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { EmployerItem } from "@/lib/members/view/employer";

/** Employers with how much they have bought and for how many; cards on phones. */
export function EmployerTable({ employers }: { employers: readonly EmployerItem[] }) {
  const t = useTranslations("members.employers");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("employer")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell numeric>{t("contracts")}</HeaderCell>
        <HeaderCell numeric>{t("plans")}</HeaderCell>
        <HeaderCell numeric>{t("members")}</HeaderCell>
        <HeaderCell>{t("created")}</HeaderCell>
      </TableHead>
      <TableBody>
        {employers.map(employer => (
          <EmployerRow key={employer.id} {...employer} />
        ))}
      </TableBody>
    </Table>
  );
}

function EmployerRow({ id, name, disabledAt, contracts, plans, members, activeMembers, createdAt }: EmployerItem) {
  const t = useTranslations("members.employers");
  return (
    <TableRow>
      <Cell lead label={t("employer")} className="max-w-80">
        <Link href={`/admin/employers/${id}`} className="link inline-block py-1 wrap-anywhere">
          <bdi>{name}</bdi>
        </Link>
      </Cell>
      <Cell label={t("state")} className="whitespace-nowrap">
        {disabledAt === null ? (
          <Status tone="success">{t("open")}</Status>
        ) : (
          <Status tone="danger" icon={Ban}>
            {t("disabled")}
          </Status>
        )}
      </Cell>
      <Cell numeric label={t("contracts")}>
        {contracts}
      </Cell>
      <Cell numeric label={t("plans")}>
        {plans}
      </Cell>
      <Cell numeric label={t("members")} className="whitespace-nowrap">
        {members === 0 ? 0 : t("activeOf", { active: activeMembers, all: members })}
      </Cell>
      <Cell label={t("created")} className="whitespace-nowrap">
        <Time value={createdAt} precision="day" />
      </Cell>
    </TableRow>
  );
}
