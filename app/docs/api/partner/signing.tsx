import { useTranslations } from "next-intl";
import { signingGuide } from "@/lib/platform/partner/view/signing-guide";
import { Code, Word } from "../code";
import { Part } from "./part";

const headers = [
  ["x-ons-account-id", "account"],
  ["x-ons-timestamp", "timestamp"],
  ["x-ons-signature", "signature"],
  ["Content-Type", "type"],
  ["Idempotency-Key", "idempotency"],
] as const;

/** How a request is signed: four steps, and the headers that come of them. */
export function Signing() {
  const t = useTranslations("docs.partner.sign");
  return (
    <Part id="sign">
      <ol className="grid list-decimal grid-cols-1 gap-2 pl-5 wrap-anywhere">
        <li>{t("steps.body")}</li>
        <li>{t("steps.hash")}</li>
        <li>
          <div className="grid grid-cols-1 gap-2">
            {t("steps.text")}
            <Code>{signingGuide.stringToSign}</Code>
            <span className="text-sm text-ink-muted">{t("parts")}</span>
          </div>
        </li>
        <li>{t("steps.hmac")}</li>
      </ol>
      <h3 className="font-medium">{t("headers")}</h3>
      <dl className="grid grid-cols-1 gap-3 wrap-anywhere">
        {headers.map(([name, holds]) => (
          <div key={name} className="grid gap-x-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
            <dt>
              <Word>{name}</Word>
            </dt>
            <dd>{t(holds)}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
