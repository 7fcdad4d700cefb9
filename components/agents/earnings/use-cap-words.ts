import { useTranslations } from "next-intl";
import { useAmount } from "../use-amount";

/** Says how much of a cap is paid, "$4,000.00 of $12,000.00"; of one whose payments reZEN does not tell only the cap. Null where there is none. */
export function useCapWords(): (paid: string | null, cap: string | null, currency: string | null) => string | null {
  const t = useTranslations("agents.earnings");
  const tell = useAmount();
  return (paid, cap, currency) => {
    const [paidText, capText] = [tell(paid, currency), tell(cap, currency)];
    if (capText === null) return null;
    return paidText === null ? t("capNotTold", { cap: capText }) : t("capOf", { paid: paidText, cap: capText });
  };
}
