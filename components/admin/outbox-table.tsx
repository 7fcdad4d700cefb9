import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { OutboxView } from "@/lib/platform/outbox/view";
import { OutboxRetry } from "./outbox-retry";
import { OutboxKind, OutboxState } from "./outbox-state";

type OutboxTableProps = { messages: readonly OutboxView[]; canAct: boolean };

/** Messages newest first: what each is, where it went, and what became of it; cards on phones. */
export function OutboxTable({ messages, canAct }: OutboxTableProps) {
  const t = useTranslations("outbox");
  const format = useFormatter();
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("columns.when")}</HeaderCell>
        <HeaderCell>{t("columns.what")}</HeaderCell>
        <HeaderCell>{t("columns.to")}</HeaderCell>
        <HeaderCell>{t("columns.state")}</HeaderCell>
        <HeaderCell numeric>{t("columns.tries")}</HeaderCell>
        {canAct ? <HeaderCell>{t("columns.act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {messages.map(message => (
          <TableRow key={message.id} className="[&_td]:align-top">
            <Cell label={t("columns.when")} className="whitespace-nowrap">
              <Time value={message.createdAt} precision="second" />
            </Cell>
            <Cell lead label={t("columns.what")} className="max-sm:order-first">
              <span className="grid justify-items-start gap-0.5">
                <Link
                  href={`/admin/notifications/${message.id}`}
                  prefetch={false}
                  className="link relative inline-block py-0.5"
                >
                  <OutboxKind kind={message.kind} />
                  <span className="sr-only"> {message.id}</span>
                </Link>
                {message.onboardingId === null ? null : (
                  <Link
                    href={`/admin/onboardings/${message.onboardingId}`}
                    prefetch={false}
                    className="link inline-block py-0.5 text-sm font-normal"
                  >
                    {t("onboarding", { id: String(message.onboardingId) })}
                  </Link>
                )}
              </span>
            </Cell>
            <Cell label={t("columns.to")}>
              <span className="grid max-sm:justify-items-end">
                <span>{t(`channels.${message.channel}`)}</span>
                {message.channel === "slack" ? null : (
                  <span className="font-mono text-sm text-ink-muted">{message.recipient}</span>
                )}
              </span>
            </Cell>
            <Cell label={t("columns.state")}>
              <OutboxState message={message} />
            </Cell>
            <Cell numeric label={t("columns.tries")}>
              {format.number(message.attempts)}
            </Cell>
            {canAct ? (
              <Cell label={t("columns.act")} className="max-sm:before:hidden">
                {message.canRetry ? <OutboxRetry id={message.id} /> : <span className="max-sm:hidden">–</span>}
              </Cell>
            ) : null}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
