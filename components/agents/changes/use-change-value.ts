import { useFormatter, useTranslations } from "next-intl";
import { useAmount } from "../use-amount";
import { spellOut, useWords } from "../use-words";

const percentages = new Set(["member_commission_split", "leader_split"]);
const coded = new Set([
  "state",
  "lifecycle_group",
  "status",
  "agent_status",
  "compliance_status",
  "invitation_status",
  "roles",
]);
const between = " · ";

type Say = {
  /** A field's value, as it was or is. */
  tellValue: (field: string, value: string | null) => string;
  /** What a record of a data set is called. */
  tellLabel: (step: string, label: string) => string;
};

/** Says what is kept as people read it: money, days and percentages by the rules of the language, reZEN's words as words. */
export function useChangeValue(): Say {
  const t = useTranslations("agents.changes");
  const format = useFormatter();
  const amount = useAmount();
  const words = useWords();
  const tellPlain = (value: string): string => {
    const [, sum, currency] = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/.exec(value) ?? [];
    if (sum && currency) return amount(sum, currency) ?? value;
    if (/^\d{4}-\d\d-\d\d$/.test(value))
      return format.dateTime(new Date(`${value}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" });
    return value;
  };
  const tellAward = (part: string): string => {
    if (/^\d+(\.\d+)?$/.test(part)) return t("shares", { count: Number(part) });
    return /^[A-Z_]+$/.test(part) ? (words(part) ?? part) : tellPlain(part);
  };
  return {
    tellValue: (field, value) => {
      if (value === null || value === "") return t("notSet");
      if (percentages.has(field))
        return format.number(Number(value) / 100, { style: "percent", maximumFractionDigits: 4 });
      // A deal that was terminated has not left, as somebody of the network has.
      const tellWord = field === "state" || field === "lifecycle_group" ? spellOut : words;
      return coded.has(field)
        ? value
            .split(", ")
            .map(one => tellWord(one))
            .join(", ")
        : tellPlain(value);
    },
    tellLabel: (step, label) =>
      label
        .split(between)
        .map(step === "equity" ? tellAward : tellPlain)
        .join(between),
  };
}
