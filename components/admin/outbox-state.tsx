import { CircleCheck, CircleSlash, CircleX, Hourglass, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { OutboxView } from "@/lib/platform/outbox/view";
import { keyOfKind } from "./outbox-words";

type Look = OutboxView["state"] | "held";

const looks: Record<Look, { tone: Tone; icon: LucideIcon }> = {
  pending: { tone: "neutral", icon: Hourglass },
  sent: { tone: "success", icon: CircleCheck },
  failed: { tone: "danger", icon: CircleX },
  held: { tone: "neutral", icon: CircleSlash },
};
// Nobody failed: it was not to go out.
const held: ReadonlySet<string | null> = new Set(["withheld", "replaced", "over"]);

/** What a message is, in words; a kind without any by its name. */
export function OutboxKind({ kind }: { kind: string | null }) {
  const t = useTranslations("outbox");
  if (kind === null) return t("unknownKind");
  const key = keyOfKind(kind) as "kinds.auth.code";
  return t.has(key) ? t(key) : kind;
}

/** Why a message was not sent: in words, or as the provider says it. */
export function OutboxError({ code }: { code: string }) {
  const t = useTranslations("outbox.errors");
  const key = code as "withheld";
  return t.has(key) ? t(key) : <code className="font-mono text-sm wrap-anywhere">{code}</code>;
}

/** How a message stands, why, and when it is tried next or was sent. */
export function OutboxState({ message }: { message: OutboxView }) {
  const t = useTranslations("outbox");
  const { state, errorCode, nextAttemptAt, sentAt } = message;
  const look: Look = held.has(errorCode) ? "held" : state;
  return (
    <span className="grid justify-items-start gap-0.5 max-sm:[td_&]:justify-items-end">
      <Status {...looks[look]}>{t(`states.${look}`)}</Status>
      {errorCode ? (
        <span className="text-sm text-ink-muted">
          <OutboxError code={errorCode} />
        </span>
      ) : null}
      {state === "pending" && nextAttemptAt ? (
        <span className="text-sm text-ink-muted">
          {t.rich("next", { at: () => <Time value={nextAttemptAt} precision="second" /> })}
        </span>
      ) : null}
      {sentAt ? (
        <span className="text-sm text-ink-muted">
          <Time value={sentAt} precision="second" />
        </span>
      ) : null}
    </span>
  );
}
