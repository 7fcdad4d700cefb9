import { Hourglass, Send } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { MessageView } from "@/lib/platform/webhooks/schema";
import { WebhookReplay } from "./webhook-replay";

type LogProps = { canSend: boolean };
type WebhookLogProps = LogProps & { messages: readonly MessageView[]; isFiltered: boolean };

const looks = {
  pending: { tone: "neutral", icon: Hourglass },
  delivered: { tone: "success" },
  failed: { tone: "danger" },
} as const;

/** Every message with whom it tells of, how it stands, and each attempt with its answer; cards on phones. */
export function WebhookLog({ messages, isFiltered, ...log }: WebhookLogProps) {
  const t = useTranslations("partners.webhook.log");
  if (messages.length === 0)
    return (
      <EmptyState icon={Send} title={t(isFiltered ? "noneOfState" : "none")}>
        {isFiltered ? null : t("noneHelp")}
      </EmptyState>
    );
  return (
    <Table caption={t("title")}>
      <TableHead>
        <HeaderCell>{t("message")}</HeaderCell>
        <HeaderCell>{t("state")}</HeaderCell>
        <HeaderCell>{t("attempts")}</HeaderCell>
        {log.canSend ? <HeaderCell>{t("act")}</HeaderCell> : null}
      </TableHead>
      <TableBody>
        {messages.map(message => (
          <MessageRow key={message.id} message={message} {...log} />
        ))}
      </TableBody>
    </Table>
  );
}

function MessageRow({ message, canSend }: LogProps & { message: MessageView }) {
  const t = useTranslations("partners.webhook.log");
  const { id, event, memberId, state, createdAt, nextAttemptAt } = message;
  return (
    <TableRow className="align-top [&_td]:align-top">
      <Cell lead label={t("message")} className="wrap-anywhere">
        <span className="font-mono text-sm">{event}</span>
        {memberId === null ? null : (
          <Link href={`/admin/members/${memberId}`} className="link block font-normal">
            {t("member", { id: memberId })}
          </Link>
        )}
        <span className="block text-sm font-normal text-ink-muted">
          <Time value={createdAt} precision="second" />
        </span>
        <span className="block font-mono text-xs font-normal text-ink-muted">{id}</span>
      </Cell>
      <Cell label={t("state")}>
        <span className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
          <Status {...looks[state]}>{t(`states.${state}`)}</Status>
          {nextAttemptAt ? (
            <span className="text-sm text-ink-muted">
              {t.rich("next", { at: () => <Time value={nextAttemptAt} precision="second" /> })}
            </span>
          ) : null}
        </span>
      </Cell>
      <Cell label={t("attempts")}>
        <Attempts attempts={message.attempts} />
      </Cell>
      {canSend ? (
        <Cell label={t("act")} className="max-sm:before:hidden">
          <WebhookReplay id={id} event={event} isWaiting={state === "pending"} />
        </Cell>
      ) : null}
    </TableRow>
  );
}

function Attempts({ attempts }: Pick<MessageView, "attempts">) {
  const t = useTranslations("partners.webhook.log");
  if (attempts.length === 0) return <span className="text-ink-muted">{t("noAttempt")}</span>;
  return (
    <ol className="grid gap-1 text-sm">
      {attempts.map(({ at, status, errorClass, tookMs, isByHand }) => (
        <li key={at}>
          <span className="font-medium">{status ?? t("noAnswer")}</span>
          <Why errorClass={errorClass} status={status} />
          <span className="block text-ink-muted">
            <Time value={at} precision="second" /> · {t("took", { ms: tookMs })}
            {isByHand ? ` · ${t("byHand")}` : null}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Why({ errorClass, status }: Pick<MessageView["attempts"][number], "errorClass" | "status">) {
  const t = useTranslations("partners.webhook.log.classes");
  if (errorClass === null) return null;
  // Who answers is reached, and has trouble of its own.
  const name = status !== null && errorClass === "unreachable" ? "trouble" : errorClass;
  return <> · {t.has(name as "auth") ? t(name as "auth") : name}</>;
}
