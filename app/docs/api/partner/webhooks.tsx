import { useTranslations } from "next-intl";
import { verifySamples } from "@/lib/platform/webhooks/view/verify-samples";
import { webhookGuide } from "@/lib/platform/webhooks/view/webhook-guide";
import { Code, Word } from "../code";
import { Part } from "./part";

const events = [
  ["member.activated", "activated"],
  ["member.deactivated", "deactivated"],
  ["member.failed", "failed"],
] as const;
const fields = [
  "partner_user_id",
  "subscription_id",
  "plan_subscription_id",
  "parent_subscription_id",
  "door",
  "state",
  "code",
  "replaced",
] as const;
const headers = [
  ["webhook-id", "id"],
  ["webhook-timestamp", "timestamp"],
  ["webhook-signature", "signature"],
] as const;

/** What we tell partners by webhooks, how they verify it, and what they can rely on. */
export function Webhooks() {
  const t = useTranslations("docs.partner.webhooks");
  const { body } = webhookGuide.vector;
  return (
    <Part id="webhooks">
      <p>{t("lead")}</p>
      <h3 className="font-medium">{t("events")}</h3>
      <Terms terms={events.map(([name, does]) => [name, t(does)])} />
      <h3 className="font-medium">{t("payload")}</h3>
      <p>{t("thin")}</p>
      <Code name={t("payload")}>{JSON.stringify(JSON.parse(body), null, 2)}</Code>
      <Terms terms={fields.map(name => [name, t(`fields.${name}`)])} />
      <h3 className="font-medium">{t("verify")}</h3>
      <p>{t("standard")}</p>
      <Terms terms={headers.map(([name, holds]) => [name, t(`headers.${holds}`)])} />
      <Code>{webhookGuide.stringToSign}</Code>
      <p>{t("key")}</p>
      <VerifySamples />
      <h3 className="font-medium">{t("answer")}</h3>
      <p>{t("taken")}</p>
      <p>{t("retries")}</p>
      <p>{t("gone")}</p>
      <p>{t("once")}</p>
      <p>{t("rotation")}</p>
      <Vector />
    </Part>
  );
}

function Terms({ terms }: { terms: readonly (readonly [name: string, text: string])[] }) {
  return (
    <dl className="grid grid-cols-1 gap-3 wrap-anywhere">
      {terms.map(([name, text]) => (
        <div key={name} className="grid gap-x-4 sm:grid-cols-[15rem_minmax(0,1fr)]">
          <dt>
            <Word>{name}</Word>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function VerifySamples() {
  const t = useTranslations("docs.partner.webhooks");
  return (
    <>
      <p>{t("samples")}</p>
      {verifySamples.map(({ language, file, run, text }) => (
        <section key={language} aria-labelledby={`verify-${language}`} className="grid min-w-0 gap-2">
          <h4 id={`verify-${language}`} className="scroll-mt-6 font-medium">
            {t(`languages.${language}`)}
          </h4>
          <p className="text-sm text-ink-muted">
            {t.rich("run", { file: () => <Word>{file}</Word>, run: () => <Word>{run}</Word> })}
          </p>
          <Code name={t(`languages.${language}`)}>{text}</Code>
        </section>
      ))}
    </>
  );
}

function Vector() {
  const t = useTranslations("docs.partner.webhooks");
  const { secret, id, timestamp, body, signature } = webhookGuide.vector;
  const values = [
    ["secret", secret],
    ["id", id],
    ["timestamp", timestamp],
    ["body", body],
    ["signature", signature],
  ] as const;
  return (
    <section aria-labelledby="webhook-vector" className="grid min-w-0 gap-2">
      <h3 id="webhook-vector" className="font-medium">
        {t("vector")}
      </h3>
      <dl className="divide-y divide-line rounded-md border border-line">
        {values.map(([label, value]) => (
          <div key={label} className="grid gap-x-4 px-3 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <dt className="text-sm text-ink-muted">{t(`values.${label}`)}</dt>
            <dd data-value={label}>
              <code className="font-mono text-sm whitespace-pre-wrap wrap-anywhere select-all">{value}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
