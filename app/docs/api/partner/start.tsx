import { useTranslations } from "next-intl";
import { Code, Word } from "../code";
import { Part } from "./part";

const calls = [
  { path: "/api/v1/partner/user/activate", does: "activate", scope: "members" },
  { path: "/api/v1/partner/user/deactivate", does: "deactivate", scope: "members" },
  { path: "/api/v1/partner/user/readiness", does: "readiness", scope: "members" },
  { path: "/api/v1/calling/practitioners", does: "practitioners", scope: "calling" },
] as const;

/** What an account is, which calls there are, and what the programs need. */
export function Start({ setup }: { setup: string }) {
  const t = useTranslations("docs.partner.start");
  return (
    <Part id="start">
      <p>{t("account")}</p>
      <h3 className="font-medium">{t("calls")}</h3>
      <dl className="grid grid-cols-1 gap-3 wrap-anywhere">
        {calls.map(({ path, does, scope }) => (
          <div key={path}>
            <dt>
              <Word>{`POST ${path}`}</Word>
            </dt>
            <dd>
              {t(does)} <span className="text-ink-muted">{t("needs", { scope })}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p>{t.rich("answers", { code: chunks => <code className="font-mono text-sm wrap-anywhere">{chunks}</code> })}</p>
      <p>{t("setup")}</p>
      <Code name={t("setupName")}>{setup}</Code>
    </Part>
  );
}
