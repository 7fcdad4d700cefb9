import { useTranslations } from "next-intl";
import { ChoiceLinks } from "@/components/ui/choice-links";
import { addressWith, type Facts } from "./onboarding-table-address";

const sizes = [25, 50, 100] as const;

/** How many rows a page has. */
export function PageSizes({ facts }: { facts: Facts }) {
  const t = useTranslations("onboardings");
  const now = Number(facts.limit ?? sizes[0]);
  const links = sizes.map(size => ({
    href: addressWith(facts, { limit: size === sizes[0] ? undefined : size }),
    label: String(size),
    current: size === now,
  }));
  return <ChoiceLinks quiet label={t("size")} links={links} />;
}
