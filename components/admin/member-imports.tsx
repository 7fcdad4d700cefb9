import { FileUp } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { ImportItem } from "@/lib/members/view/import";

const tones = {
  preview: "neutral",
  pending: "active",
  running: "active",
  done: "success",
  aborted: "warning",
} as const;

type MemberImportsProps = { employerId: number; imports: readonly ImportItem[] };

/** The newest imports of an employer's people, each with its page. */
export function MemberImports({ employerId, imports }: MemberImportsProps) {
  const t = useTranslations("memberImports");
  if (imports.length === 0)
    return (
      <Card flush>
        <EmptyState icon={FileUp} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      </Card>
    );
  return (
    <Card title={t("imports")} flush>
      <Table caption={t("imports")}>
        <TableHead>
          <HeaderCell>{t("uploaded")}</HeaderCell>
          <HeaderCell>{t("file")}</HeaderCell>
          <HeaderCell>{t("what")}</HeaderCell>
          <HeaderCell>{t("state")}</HeaderCell>
          <HeaderCell numeric>{t("rows")}</HeaderCell>
          <HeaderCell numeric>{t("refused")}</HeaderCell>
        </TableHead>
        <TableBody>
          {imports.map(one => (
            <ImportRow key={one.id} employerId={employerId} {...one} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function ImportRow({ employerId, id, createdAt, fileName, act, plan, state, total, refused }: ImportRowProps) {
  const t = useTranslations("memberImports");
  return (
    <TableRow>
      <Cell lead label={t("uploaded")} className="whitespace-nowrap">
        <Link href={`/admin/employers/${employerId}/imports/${id}`} className="link inline-block py-1">
          <Time value={createdAt} />
        </Link>
      </Cell>
      <Cell label={t("file")} className="wrap-anywhere sm:max-w-64">
        <bdi>{fileName}</bdi>
      </Cell>
      <Cell label={t("what")}>
        {plan ? t("withPlan", { act: t(`acts.${act}`), plan: plan.name }) : t(`acts.${act}`)}
      </Cell>
      <Cell label={t("state")} className="whitespace-nowrap">
        <Status tone={tones[state]}>{t(`states.${state}`)}</Status>
      </Cell>
      <Cell numeric label={t("rows")}>
        {total}
      </Cell>
      <Cell numeric label={t("refused")}>
        {refused}
      </Cell>
    </TableRow>
  );
}

type ImportRowProps = ImportItem & { employerId: number };
