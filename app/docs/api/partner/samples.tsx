import { useTranslations } from "next-intl";
import { samples } from "@/lib/platform/partner/view/samples";
import { Code, Word } from "../code";
import { Part } from "./part";

/** Programs that sign and send one request, as the tests run them. */
export function Samples() {
  const t = useTranslations("docs.partner.samples");
  return (
    <Part id="samples">
      <p>{t("lead")}</p>
      {samples.map(({ language, file, run, text }) => (
        <section key={language} aria-labelledby={`sample-${language}`} className="grid min-w-0 gap-2">
          <h3 id={`sample-${language}`} className="scroll-mt-6 font-medium">
            {t(`languages.${language}`)}
          </h3>
          <p className="text-sm text-ink-muted">
            {t.rich("run", { file: () => <Word>{file}</Word>, run: () => <Word>{run}</Word> })}
          </p>
          <Code name={t(`languages.${language}`)}>{text}</Code>
        </section>
      ))}
      <p>{t("other")}</p>
    </Part>
  );
}
