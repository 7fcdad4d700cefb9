import { useTranslations } from "next-intl";
import { Day } from "@/components/ui/day";

/** From when to when something counts; `none` where it has no days of its own. */
export function TermDays({ from, to, none }: { from: string | null; to: string | null; none: string }) {
  const t = useTranslations("members.employers");
  if (from && to) return t.rich("fromTo", { from: () => <Day value={from} />, to: () => <Day value={to} /> });
  if (from) return t.rich("since", { from: () => <Day value={from} /> });
  return to ? t.rich("until", { to: () => <Day value={to} /> }) : none;
}
