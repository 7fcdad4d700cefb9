import { useFormatter } from "next-intl";

/** Tells an exact amount of a currency; null where there is none. */
export function useAmount(): (amount: string | null, currency: string | null, digits?: number) => string | null {
  const format = useFormatter();
  return (amount, currency, digits) => {
    if (amount === null || currency === null) return null;
    const rounded = digits === undefined ? {} : { maximumFractionDigits: digits };
    return format.number(Number(amount), { style: "currency", currency, ...rounded });
  };
}
