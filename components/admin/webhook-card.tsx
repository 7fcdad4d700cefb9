"use client";

import { Webhook } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { SavedWebhook, WebhookEvent, WebhookView } from "@/lib/platform/webhooks/schema";
import { PartnerSecret } from "./partner-secret";
import { RemoveWebhook, RotateWebhook, SaveWebhook } from "./webhook-acts";
import { webhookEventName } from "./webhook-names";
import { WebhookTest } from "./webhook-test";

type WebhookCardProps = {
  accountId: string;
  webhook: WebhookView | null;
  /** What a partner can be told of. */
  events: readonly WebhookEvent[];
  canAct: boolean;
};

/** Where a partner is told, of what, and by which secret, with what an admin can do; a secret that was just made is shown until it was copied. */
export function WebhookCard({ accountId, webhook, events, canAct }: WebhookCardProps) {
  const t = useTranslations("partners.webhook");
  const router = useRouter();
  const fresh = useRef<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const keep = async (asked: Promise<Envelope<SavedWebhook>>) => {
    const answer = await asked;
    fresh.current = answer.data?.secret ?? null;
    return answer;
  };
  // Only once the question has closed: two dialogs would fight for the keyboard.
  const onDone = () => {
    // One that nobody has copied yet stays when something else was saved.
    if (fresh.current !== null) setShown(fresh.current);
    fresh.current = null;
    router.refresh();
  };
  const onRemoved = () => {
    setShown(null);
    router.refresh();
  };
  const save = <SaveWebhook accountId={accountId} webhook={webhook} events={events} keep={keep} onDone={onDone} />;
  return (
    <Card title={t("title")} description={t("what")} actions={canAct && webhook ? save : undefined}>
      {shown === null ? null : (
        <PartnerSecret id={accountId} secret={shown} title={t("secretTitle")} onClose={() => setShown(null)} />
      )}
      {webhook ? (
        <div className="grid gap-4">
          <WebhookFacts webhook={webhook} canAct={canAct} />
          {canAct ? (
            <div className="flex flex-wrap items-start gap-2">
              {webhook.state === "on" ? <WebhookTest accountId={accountId} /> : null}
              <RotateWebhook accountId={accountId} keep={keep} onDone={onDone} />
              <RemoveWebhook accountId={accountId} onDone={onRemoved} />
            </div>
          ) : null}
        </div>
      ) : (
        <EmptyState icon={Webhook} title={t("none")} action={canAct ? save : undefined}>
          {canAct ? t("noneHelp") : null}
        </EmptyState>
      )}
    </Card>
  );
}

function WebhookFacts({ webhook, canAct }: { webhook: WebhookView; canAct: boolean }) {
  const t = useTranslations("partners.webhook");
  const { url, events, state, secretHint, previousHint, previousUntil, disabledAt } = webhook;
  const hint = (text: string | null) => () => <span className="font-mono text-sm">{text ?? "?"}…</span>;
  const items = [
    {
      key: "state",
      label: t("state"),
      value: (
        <>
          <Status tone={state === "on" ? "success" : "warning"}>{t(`states.${state}`)}</Status>
          {disabledAt ? (
            <span className="block text-sm text-ink-muted">
              {t.rich(canAct ? "gone" : "goneSince", { at: () => <Time value={disabledAt} /> })}
            </span>
          ) : null}
        </>
      ),
    },
    { key: "url", label: t("url"), value: <span className="font-mono text-sm wrap-anywhere">{url}</span> },
    {
      key: "events",
      label: t("events"),
      value: events.map(event => t(`eventNames.${webhookEventName(event)}`)).join(", "),
    },
    {
      key: "secret",
      label: t("secret"),
      value: (
        <>
          {t.rich("hint", { hint: hint(secretHint) })}
          {previousUntil ? (
            <span className="block text-sm text-ink-muted">
              {t.rich("rotating", { hint: hint(previousHint), until: () => <Time value={previousUntil} /> })}
            </span>
          ) : null}
        </>
      ),
    },
  ];
  return <DescriptionList items={items} className="-my-3" />;
}
