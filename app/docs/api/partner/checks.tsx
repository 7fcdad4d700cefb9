import { useTranslations } from "next-intl";
import { orderOfChecks } from "@/lib/platform/partner/view/checks";
import { Word } from "../code";
import { Part } from "./part";

/** Every check in its order, with what it answers and what is to be done about that. */
export function Checks() {
  const t = useTranslations("docs.partner.checks");
  return (
    <Part id="checks" description={t("lead")}>
      <ol className="grid grid-cols-1 gap-5">
        {orderOfChecks.map(({ check, answers }, at) => (
          <li key={check} className="grid grid-cols-1 gap-2">
            <h3 className="font-medium">
              {at + 1}. {t(`names.${check}`)}
            </h3>
            <dl className="grid grid-cols-1 gap-2 wrap-anywhere sm:pl-5">
              {answers.map(({ code, status }) => (
                <div key={code} id={code} className="grid scroll-mt-6 gap-x-4 sm:grid-cols-[17rem_minmax(0,1fr)]">
                  <dt>
                    <Word>{`${status} ${code}`}</Word>
                  </dt>
                  <dd>{t(`todo.${code}`)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </Part>
  );
}
