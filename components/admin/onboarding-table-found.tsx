import { useTranslations } from "next-intl";
import { Day } from "@/components/ui/day";
import type { OnboardingRow } from "@/lib/platform/onboardings/view";
import type { Facts } from "./onboarding-table-address";

/** More than this many are not counted. */
const countedUpTo = 10_000;

/** How many a search finds and of which time, "12 failed · all time"; of all that there are nobody counts. */
export function OnboardingsFound({ facts, total }: { facts: Facts; total: number | null }) {
  const t = useTranslations("onboardings");
  const { status, from, to } = facts;
  const isMany = total !== null && total > countedUpTo;
  const count = isMany ? countedUpTo : (total ?? 0);
  const word = status && !status.includes(",") ? t(`words.${status as OnboardingRow["status"]}`) : null;
  const told = word
    ? t(isMany ? "foundManyOf" : "foundOf", { count, word })
    : t(isMany ? "foundMany" : "found", { count });
  const scope = from && to ? "between" : from ? "from" : to ? "to" : "all";
  const days = { from: () => <Day value={from ?? ""} />, to: () => <Day value={to ?? ""} /> };
  return (
    <p className="tabular-nums">
      <span className="font-semibold">{total === null ? t("all") : told}</span>
      <span className="text-ink-muted"> · {t.rich(`scope.${scope}`, days)}</span>
    </p>
  );
}
