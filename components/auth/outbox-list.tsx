import { Hash, Mail, MessageSquareText } from "lucide-react";
import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { MessageView } from "@/lib/platform/notifications/queries";

const icons = { sms: MessageSquareText, email: Mail, slack: Hash };
const tones = { pending: "active", sent: "success", failed: "danger" } as const;

/** Messages, newest first, each with its code in large digits. */
export function OutboxList({ messages, to }: { messages: MessageView[]; to: string | undefined }) {
  const t = useTranslations("auth.outbox");
  if (messages.length === 0) {
    return (
      <EmptyState icon={Mail} title={to ? t("emptyFor", { to }) : t("empty")}>
        {t("emptyHelp")}
      </EmptyState>
    );
  }
  return (
    <ol className="grid gap-4">
      {messages.map(message => (
        <li key={message.id} className="grid gap-3 rounded-md border border-line bg-surface p-4 sm:p-5">
          <MessageHead message={message} />
          {message.code ? <BigCode code={message.code} /> : null}
          {message.kind && message.topic ? (
            <p className="text-sm wrap-anywhere text-ink-muted">
              {t(`kinds.${message.kind}`, { topic: message.topic })}
            </p>
          ) : null}
          {message.subject ? <p className="font-semibold">{message.subject}</p> : null}
          <p className="text-sm whitespace-pre-line wrap-anywhere text-ink-muted">{message.body}</p>
          {message.link ? (
            <a href={message.link} className="link w-fit py-1">
              {t("open")}
            </a>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function MessageHead({ message }: { message: MessageView }) {
  const t = useTranslations("auth.outbox");
  const Icon = icons[message.channel];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span className="inline-flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4" />
        <span className="sr-only">{t(message.channel)}</span>
        <span className="wrap-anywhere">{message.to}</span>
      </span>
      {message.kind === "replaced" ? null : <Status tone={tones[message.state]}>{t(`states.${message.state}`)}</Status>}
      <Time value={message.createdAt} precision="second" className="ml-auto text-ink-muted" />
    </div>
  );
}

function BigCode({ code }: { code: string }) {
  const t = useTranslations("auth.outbox");
  return (
    <p className="flex items-center gap-2">
      <span className="sr-only">{t("code")}: </span>
      <span className="font-mono text-4xl font-semibold tracking-[0.12em] tabular-nums select-all">{code}</span>
      <CopyButton value={code} name={t("codeName")} />
    </p>
  );
}
