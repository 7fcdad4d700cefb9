import { PhoneCall } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { EmergencyContact, EmergencyView } from "@/lib/platform/emergency/schema";

const example = "gangway: On call, +352 621 000 000; zuora: Support, support@example.com";

/** Whom to call when it does not work, here or elsewhere, and for whom nobody is named. */
export function EmergencyContacts({ contacts, missing }: EmergencyView) {
  const t = useTranslations("health.contacts");
  const format = useFormatter();
  if (contacts.length === 0)
    return (
      <Card flush title={t("title")} description={t("lead")}>
        <EmptyState icon={PhoneCall} title={t("none")}>
          <p>{t.rich("noneHelp", { name: chunks => <code className="font-mono text-sm">{chunks}</code> })}</p>
          <p className="mt-2">
            {t("example")}: <code className="font-mono text-sm wrap-anywhere">{example}</code>
          </p>
        </EmptyState>
      </Card>
    );
  return (
    <Card
      flush
      title={t("title")}
      description={t("lead")}
      footer={
        missing.length > 0 ? (
          <p className="text-ink-muted">
            {t("missing", { parties: format.list(missing.map(party => t(`parties.${party}`))) })}
          </p>
        ) : null
      }
    >
      <Table caption={t("title")}>
        <TableHead>
          <HeaderCell>{t("who")}</HeaderCell>
          <HeaderCell>{t("name")}</HeaderCell>
          <HeaderCell>{t("reach")}</HeaderCell>
        </TableHead>
        <TableBody>
          {contacts.map(contact => (
            <TableRow key={Object.values(contact).join(" ")}>
              <Cell lead label={t("who")}>
                {t(`parties.${contact.party}`)}
              </Cell>
              <Cell label={t("name")} className="wrap-anywhere">
                {contact.name}
              </Cell>
              <Cell label={t("reach")}>
                <Ways contact={contact} />
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function Ways({ contact: { phone, email, url } }: { contact: EmergencyContact }) {
  const style = "link inline-flex min-h-6 items-center wrap-anywhere";
  return (
    <span className="flex flex-wrap gap-x-6 gap-y-1 max-sm:justify-end">
      {phone ? (
        <a href={`tel:${phone.replace(/[^+\d]/g, "")}`} className={`${style} whitespace-nowrap tabular-nums`}>
          {phone}
        </a>
      ) : null}
      {email ? (
        <a href={`mailto:${email}`} className={style}>
          {email}
        </a>
      ) : null}
      {url ? (
        <a href={url} rel="noreferrer" target="_blank" className={style}>
          {url.replace(/^https?:\/\//, "")}
        </a>
      ) : null}
    </span>
  );
}
