import { useFormatter, useTranslations } from "next-intl";

/** An offering as its owner sees it. */
export type Offered = {
  id: number;
  title: string;
  description: string | null;
  price: { amount: string; currency: string } | null;
  durationMinutes: number | null;
  isActive: boolean;
  version: number;
};

/** Says in short how long an offering takes and what it costs. */
export function useOfferingTexts() {
  const t = useTranslations("practitioners.offerings");
  const format = useFormatter();
  const priceOf = ({ price }: Offered) =>
    price ? format.number(Number(price.amount), { style: "currency", currency: price.currency }) : t("onRequest");
  const lengthOf = ({ durationMinutes: minutes }: Offered): string | null => {
    if (minutes === null) return null;
    return minutes < 60 || minutes % 30 !== 0 ? t("minutes", { minutes }) : t("hours", { hours: minutes / 60 });
  };
  return (offering: Offered) => [lengthOf(offering), priceOf(offering)].filter(Boolean).join(" · ");
}
