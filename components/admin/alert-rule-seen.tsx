import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Status } from "@/components/ui/status";
import type { RuleSettings } from "@/lib/platform/alerts/schema";
import { AlertRuleSettings } from "./alert-rule-settings";
import { writeSeen } from "./alert-rule-values";

type SeenProps = {
  rule: RuleSettings;
  /** How somebody else has set it meanwhile, once that is known. */
  theirs: RuleSettings | null;
  /** Told nothing when the form goes. */
  setTheirs: (theirs: null) => void;
};

/** Sends along how a rule was set when its form was drawn, whatever the page behind it says by now, and shows what somebody else saved meanwhile. */
export function AlertRuleSeen({ rule, theirs, setTheirs }: SeenProps) {
  const t = useTranslations("alerts");
  const [drawn] = useState(rule);
  useEffect(() => () => setTheirs(null), [setTheirs]);
  return (
    <>
      <input type="hidden" name="seen" value={writeSeen(theirs ?? drawn)} />
      {theirs ? (
        <section aria-label={t("form.theirs")} className="grid gap-2 rounded-md border border-line bg-sunken p-4">
          <p className="font-semibold">{t("form.theirs")}</p>
          <Status tone={theirs.enabled ? "success" : "neutral"}>{t(theirs.enabled ? "on" : "off")}</Status>
          <AlertRuleSettings settings={theirs} />
        </section>
      ) : null}
    </>
  );
}
