import { useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { CustomerView } from "@/lib/customers/view/customer";

type KeyNoticeProps = {
  problem: NonNullable<CustomerView["keyProblem"]>;
  /** Where they are mended; nothing where this is the place, or where somebody may only look. */
  href?: string | undefined;
};

/** Says that a customer's credentials are of no use, since when and what to do, and leads to where they are mended. */
export function KeyNotice({ problem: { class: fault, missingRight, at }, href }: KeyNoticeProps) {
  const t = useTranslations("customers.key");
  return (
    <Notice
      tone="danger"
      title={missingRight ? t("brokenRight", { right: missingRight }) : t("broken", { fault })}
      actions={
        href ? (
          <LinkButton size="small" href={href}>
            {t("replace")}
          </LinkButton>
        ) : undefined
      }
    >
      <p>{t.rich("since", { when: () => <Time value={at} /> })}</p>
      <p>{t("advice", { fault })}</p>
    </Notice>
  );
}
