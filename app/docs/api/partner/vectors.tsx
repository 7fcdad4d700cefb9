import { useTranslations } from "next-intl";
import { signingGuide } from "@/lib/platform/partner/view/signing-guide";
import { Part } from "./part";

type Vector = (typeof signingGuide.vectors)[number];

/** Fixed inputs with the text and the signature that must come of them, and what usual mistakes come to. */
export function Vectors() {
  const t = useTranslations("docs.partner.vectors");
  return (
    <Part id="vectors">
      <p>{t("lead")}</p>
      {signingGuide.vectors.map(vector => (
        <VectorValues key={vector.name} vector={vector} />
      ))}
      <h3 className="font-medium">{t("mistakesTitle")}</h3>
      <dl className="grid grid-cols-1 gap-3 wrap-anywhere">
        {signingGuide.mistakes.map(({ mistake, signature }) => (
          <div key={mistake}>
            <dt>
              <Value>{signature}</Value>
            </dt>
            <dd>{t(`mistakes.${mistake}`)}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}

// So that every byte can be seen.
const escaped = (body: string) => body.replaceAll("\r", "\\r").replaceAll("\n", "\\n");

function VectorValues({ vector }: { vector: Vector }) {
  const t = useTranslations("docs.partner.vectors");
  const { name, secret, accountId, timestamp, method, path, body, stringToSign, signature } = vector;
  const values = [
    ["secret", secret],
    ["account", accountId],
    ["timestamp", timestamp],
    ["request", `${method} ${path}`],
    ["body", escaped(body)],
    ["hash", stringToSign.slice(-64)],
    ["text", stringToSign],
    ["signature", signature],
  ] as const;
  return (
    <section aria-labelledby={`vector-${name}`} className="grid min-w-0 gap-2">
      <h3 id={`vector-${name}`} className="font-medium">
        {t(`names.${name}`)}
      </h3>
      {/[\r\n]/.test(body) ? <p className="text-sm text-ink-muted">{t("escapes")}</p> : null}
      <dl className="divide-y divide-line rounded-md border border-line">
        {values.map(([label, value]) => (
          <div key={label} className="grid gap-x-4 px-3 py-2 sm:grid-cols-[10rem_minmax(0,1fr)]">
            <dt className="text-sm text-ink-muted">{t(label)}</dt>
            <dd data-value={label}>{value === "" ? t("nothing") : <Value>{value}</Value>}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Value({ children }: { children: string }) {
  return <code className="font-mono text-sm whitespace-pre-wrap wrap-anywhere select-all">{children}</code>;
}
