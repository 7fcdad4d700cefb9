import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";

/** Says that nobody gets a plan through an employer, and since when; nothing for one that is open. */
export function EmployerDisabled({ since }: { since: string | null }) {
  const t = useTranslations("members.employers");
  if (since === null) return null;
  return <Notice tone="warning" title={t.rich("disabledSince", { when: () => <Time value={since} /> })} />;
}
