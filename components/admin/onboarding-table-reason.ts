import { useTranslations } from "next-intl";

const reasons = [
  ...["wrong_address", "auth", "permission", "rate_limit", "unreachable", "unexpected", "unreadable", "timeout"],
  ...["internal", "server", "other_shop", "other_agent", "not_writable", "threshold", "not_asked"],
] as const;

/** What stopped it, in words for people; a code that nobody has words for is named. */
export function useReason() {
  const t = useTranslations("onboardings");
  return (code: string) => {
    const known = reasons.find(one => one === code);
    return known ? t(`reasons.${known}`) : t("reasonOther", { code });
  };
}
