import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CustomerView } from "@/lib/customers/view/customer";
import { CustomerStatus, KeyProblem, SyncStatus } from "./customer-status";

const onlyRoomy = "sm:max-lg:hidden";

type CustomerTableProps = {
  customers: readonly CustomerView[];
  /** What each of them needs, by its id. */
  needs: Readonly<Record<number, ReactNode>>;
};

/** Customers with where they stand; cards on phones, and without the time of the next sync on tablets. */
export function CustomerTable({ customers, needs }: CustomerTableProps) {
  const t = useTranslations("customers");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("customer")}</HeaderCell>
        <HeaderCell>{t("onboarding")}</HeaderCell>
        <HeaderCell>{t("sync")}</HeaderCell>
        <HeaderCell className={onlyRoomy}>{t("next")}</HeaderCell>
        <HeaderCell numeric>{t("workflows")}</HeaderCell>
      </TableHead>
      <TableBody>
        {customers.map(customer => (
          <CustomerRow key={customer.id} customer={customer} needs={needs[customer.id]} />
        ))}
      </TableBody>
    </Table>
  );
}

type CustomerRowProps = { customer: CustomerView; needs: ReactNode };

function CustomerRow({ customer: { id, name, ...customer }, needs }: CustomerRowProps) {
  const { zuoraDataCentre, keyProblem, nextSyncAt, workflows } = customer;
  const t = useTranslations("customers");
  const format = useFormatter();
  return (
    <TableRow>
      <Cell lead label={t("customer")} className="max-w-80">
        <Link href={`/admin/customers/${id}`} className="link inline-block py-1 wrap-anywhere">
          <bdi>{name}</bdi>
        </Link>
        <span className="block text-sm font-normal text-ink-muted">{zuoraDataCentre}</span>
      </Cell>
      <Cell label={t("onboarding")}>
        <span className="grid gap-0.5 max-sm:justify-items-end">
          <CustomerStatus {...customer} />
          {keyProblem ? <KeyProblem problem={keyProblem} /> : null}
          {needs}
        </span>
      </Cell>
      <Cell label={t("sync")}>
        <SyncStatus {...customer} />
      </Cell>
      <Cell label={t("next")} className={onlyRoomy}>
        {nextSyncAt ? <Time value={nextSyncAt} className="whitespace-nowrap" /> : t("noNext")}
      </Cell>
      <Cell numeric label={t("workflows")}>
        {format.number(workflows)}
      </Cell>
    </TableRow>
  );
}
