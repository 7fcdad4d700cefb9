import { useTranslations } from "next-intl";
import { Part } from "./part";

/** How to send again, change the secret, ask first, and use a sandbox. */
export function Advice({ isDemo }: { isDemo: boolean }) {
  const t = useTranslations("docs.partner");
  return (
    <>
      <Part id="repeat">
        <p>{t("repeat.key")}</p>
        <p>{t("repeat.mark")}</p>
        <p>{t("repeat.none")}</p>
      </Part>
      <Part id="rotation">
        <ol className="grid max-w-prose list-decimal gap-2 pl-5">
          {(["ask", "swap", "end"] as const).map(step => (
            <li key={step}>{t(`rotation.${step}`)}</li>
          ))}
        </ol>
      </Part>
      <Part id="dry">
        <p>{t("dry.lead")}</p>
        <p>{t("dry.once")}</p>
      </Part>
      <Part id="sandbox">
        <p>{t("sandbox.lead")}</p>
        {isDemo ? <p>{t("sandbox.demo")}</p> : null}
      </Part>
    </>
  );
}
