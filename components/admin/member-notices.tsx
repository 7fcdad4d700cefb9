import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { ruleIds } from "@/lib/members/schema/activation";
import type { MemberView } from "@/lib/members/view/member";
import { MemberCountdown } from "./member-countdown";

/** What must be known before anything is done with a member: erased, failed, or due by itself. */
export function MemberNotices({ erasedAt, failedCode, timer }: MemberView) {
  const t = useTranslations("members.members");
  const because = useTranslations("members.history.because");
  const failed = ruleIds.find(id => id === failedCode);
  return (
    <div className="mb-6 grid gap-3 empty:hidden">
      {erasedAt ? <Notice tone="neutral" title={t.rich("erased", { when: () => <Time value={erasedAt} /> })} /> : null}
      {failedCode ? (
        <Notice tone="danger" title={t("failed", { rule: failed ? because(failed) : failedCode })} />
      ) : null}
      {timer ? (
        <Notice
          tone="neutral"
          title={t.rich("due", { when: () => <Time value={timer.dueAt} />, plan: timer.plan.name })}
        >
          <MemberCountdown secondsLeft={timer.secondsLeft} />
        </Notice>
      ) : null}
    </div>
  );
}
