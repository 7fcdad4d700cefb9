import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { DealPerson, PaidPerson } from "@/lib/agents/view/deal-detail";
import { spellOut } from "../use-words";
import { useDealWords } from "./use-deal-words";

/** Who has a part in a transaction. */
export function DealPeople({ people }: { people: readonly DealPerson[] }) {
  const t = useTranslations("agents.deals.people");
  if (people.length === 0) return <Card title={t("title")}>{t("none")}</Card>;
  return (
    <Card title={t("title")} flush>
      <Table caption={t("title")}>
        <TableHead>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("role")}</HeaderCell>
          <HeaderCell>{t("contact")}</HeaderCell>
        </TableHead>
        <TableBody>
          {people.map(({ id, name, role, email, phoneNumber, businessEntity }) => (
            <TableRow key={id}>
              <Cell lead label={t("name")} className="wrap-anywhere">
                {name}
                {businessEntity && businessEntity !== name ? (
                  <span className="block text-sm font-normal text-ink-muted">{businessEntity}</span>
                ) : null}
              </Cell>
              <Cell label={t("role")}>{role ? spellOut(role) : "–"}</Cell>
              <Cell label={t("contact")} className="wrap-anywhere">
                {[email, phoneNumber].filter(Boolean).join(" · ") || "–"}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

/** Who is paid from a transaction, and how much. */
export function DealPayments({ paid }: { paid: readonly PaidPerson[] }) {
  const t = useTranslations("agents.deals.paid");
  const { money, percent } = useDealWords();
  if (paid.length === 0) return <Card title={t("title")}>{t("none")}</Card>;
  return (
    <Card title={t("title")} flush>
      <Table caption={t("title")}>
        <TableHead>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("role")}</HeaderCell>
          <HeaderCell numeric>{t("share")}</HeaderCell>
          <HeaderCell numeric>{t("amount")}</HeaderCell>
        </TableHead>
        <TableBody>
          {paid.map(({ id, name, role, amount, currency, percent: share, isPaidByReal }) => (
            <TableRow key={id}>
              <Cell lead label={t("name")} className="wrap-anywhere">
                {name}
                {isPaidByReal ? <span className="block text-sm font-normal text-ink-muted">{t("byReal")}</span> : null}
              </Cell>
              <Cell label={t("role")}>{role ? spellOut(role) : "–"}</Cell>
              <Cell numeric label={t("share")}>
                {share === null ? "–" : percent(share)}
              </Cell>
              <Cell numeric label={t("amount")}>
                {amount === null ? "–" : money(amount, currency)}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
