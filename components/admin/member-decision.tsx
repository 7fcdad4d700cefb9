import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { StaffExplained } from "@/lib/members/view/activation";
import { MemberRules } from "./member-rules";

/** What an activation would bring about, and each rule by which it would. */
export function MemberDecision({ decision, planName }: { decision: StaffExplained; planName: string }) {
  const t = useTranslations("members.acts.decision");
  const { rules, to, wouldEnd, wouldMail, lockFree } = decision;
  const isGranted = to !== null && rules.every(({ ok }) => ok);
  const effects = isGranted
    ? [t("begins", { plan: planName }), wouldEnd && t("ends", { id: wouldEnd }), t(wouldMail ? "mails" : "noMail")]
    : [to === null && rules.every(({ ok }) => ok) && t("notPossible")];
  return (
    <div className="grid gap-3">
      <Notice tone={isGranted ? "success" : "warning"} title={t(isGranted ? "yes" : "no")}>
        <ul className="grid gap-0.5 empty:hidden">
          {[...effects, !lockFree && t("held")].filter(Boolean).map(text => (
            <li key={String(text)}>{text}</li>
          ))}
        </ul>
      </Notice>
      <MemberRules rules={rules} />
    </div>
  );
}
