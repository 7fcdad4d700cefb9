import { useFormatter, useLocale } from "next-intl";

type Exact = Intl.StringNumericLiteral;

/** How what a deal holds is said: money to the cent however much it is, rates, and days without a zone. */
export function useDealWords() {
  const format = useFormatter();
  const locale = useLocale();
  const money = (amount: string, currency: string | null) => {
    const style = currency ? ({ style: "currency", currency } as const) : { minimumFractionDigits: 2 };
    return new Intl.NumberFormat(locale, style).format(amount as Exact);
  };
  const percent = (value: string) =>
    `${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(value as Exact)} %`;
  const day = (value: string) =>
    format.dateTime(new Date(`${value}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
  return { money, percent, day };
}
