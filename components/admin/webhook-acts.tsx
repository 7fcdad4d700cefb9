"use client";

import { KeyRound, Pencil, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { call } from "@/lib/platform/http/browser";
import type { Envelope } from "@/lib/platform/http/envelope";
import type { SavedWebhook, WebhookEvent, WebhookView } from "@/lib/platform/webhooks/schema";
import { webhookAddress, webhookEventName } from "./webhook-names";

type ActProps = { accountId: string; onDone: () => void };
/** Keeps the secret of an answer until the question has closed. */
type Keeping = { keep: (asked: Promise<Envelope<SavedWebhook>>) => Promise<Envelope<SavedWebhook>> };
type SaveProps = ActProps & Keeping & { webhook: WebhookView | null; events: readonly WebhookEvent[] };

/** Asks where a partner is told and of what, and saves it. */
export function SaveWebhook({ accountId, webhook, events, keep, onDone }: SaveProps) {
  const t = useTranslations("partners.webhook.save");
  const name = webhook ? "change" : "add";
  const act = (given: FormData) => {
    const chosen = given.getAll("events").map(String).filter(Boolean);
    return keep(call("PUT", webhookAddress(accountId), { url: String(given.get("url")), events: chosen }));
  };
  return (
    <Question
      trigger={
        <Button variant={webhook ? "secondary" : "primary"} size={webhook ? "small" : "medium"}>
          {webhook ? <Pencil aria-hidden /> : <Plus aria-hidden />}
          {t(`${name}.button`)}
        </Button>
      }
      title={t(`${name}.title`, { id: accountId })}
      effect={t(`${name}.effect`)}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={act}
      onDone={onDone}
    >
      {refused => <WebhookFields webhook={webhook} events={events} refused={refused} />}
    </Question>
  );
}

type FieldsProps = Pick<SaveProps, "webhook" | "events"> & { refused: Partial<Record<string, string>> };

function WebhookFields({ webhook, events, refused }: FieldsProps) {
  const t = useTranslations("partners.webhook");
  return (
    <>
      <Field name="url" label={t("url")} hint={t("save.urlHint")} error={refused.url}>
        <Input
          {...{ name: "url", inputMode: "url", maxLength: 2048, autoComplete: "off", spellCheck: false }}
          autoCapitalize="none"
          defaultValue={webhook?.url ?? ""}
        />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1 font-medium">{t("events")}</legend>
        {/* A form does not tell of boxes that nobody ticked, and what was refused is shown only of what was asked. */}
        <input type="hidden" name="events" value="" />
        {events.map((event, at) => (
          <Checkbox
            key={event}
            id={`event-${at}`}
            name="events"
            value={event}
            defaultChecked={webhook ? webhook.events.includes(event) : true}
            label={
              <span>
                {t(`eventNames.${webhookEventName(event)}`)}{" "}
                <span className="font-mono text-sm text-ink-muted">{event}</span>
              </span>
            }
            error={at === 0 ? refused.events : undefined}
          />
        ))}
      </fieldset>
    </>
  );
}

/** Gives the webhook a new secret; the one before signs along for a day. */
export function RotateWebhook({ accountId, keep, onDone }: ActProps & Keeping) {
  const t = useTranslations("partners.webhook.rotate");
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <KeyRound aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { id: accountId })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy") }}
      act={() => keep(call("POST", `${webhookAddress(accountId)}/rotate`))}
      onDone={onDone}
    />
  );
}

/** Takes the webhook away. */
export function RemoveWebhook({ accountId, onDone }: ActProps) {
  const t = useTranslations("partners.webhook.remove");
  return (
    <Question
      trigger={
        <Button variant="secondary">
          <Trash2 aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", { id: accountId })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: t("busy"), isDanger: true }}
      act={() => call("DELETE", webhookAddress(accountId))}
      onDone={onDone}
    />
  );
}
