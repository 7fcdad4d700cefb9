import { ShieldQuestion } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AccessCell } from "@/lib/customers/view/access";
import { AccessMark } from "./access-mark";
import { useAccessWords } from "./use-access-words";

/** What the newest access test asked as each role, what it expected, and what it was answered. */
export function AccessTest({ matrix, again }: { matrix: readonly AccessCell[]; again?: ReactNode }) {
  const t = useTranslations("customers.access.test");
  const tested = matrix.filter(({ test }) => test !== null);
  const at = tested[0]?.test?.at;
  return (
    <Card flush title={t("title")} actions={again}>
      {at ? (
        <>
          <p className="border-b border-line px-4 py-3 text-sm text-ink-muted sm:px-5">
            {t.rich("lead", { when: () => <Time value={at} precision="minute" /> })}
          </p>
          <TestTable cells={tested} />
        </>
      ) : (
        <EmptyState icon={ShieldQuestion} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      )}
    </Card>
  );
}

function TestTable({ cells }: { cells: readonly AccessCell[] }) {
  const t = useTranslations("customers.access.test");
  const words = useAccessWords();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("asked")}</HeaderCell>
        <HeaderCell>{t("expected")}</HeaderCell>
        <HeaderCell>{t("found")}</HeaderCell>
        <HeaderCell numeric>{t("status")}</HeaderCell>
        <HeaderCell>{t("verdict")}</HeaderCell>
      </TableHead>
      <TableBody>
        {cells.map(({ role, permission, isAllowed, test }) => (
          <TableRow key={`${role} ${permission}`}>
            <Cell lead label={t("asked")} className="max-w-md">
              {t("as", { role: words.role(role), permission: words.permission(permission) })}
              <code className="block text-sm font-normal wrap-anywhere text-ink-muted">{test?.asked}</code>
            </Cell>
            <Cell label={t("expected")}>{t(test?.isExpected ? "letIn" : "refused")}</Cell>
            <Cell label={t("found")}>{t(test?.isGranted ? "letIn" : "refused")}</Cell>
            <Cell numeric label={t("status")}>
              {test?.status}
            </Cell>
            <Cell label={t("verdict")} className="whitespace-nowrap">
              <AccessMark isAllowed={isAllowed} test={test} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
