import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RuleId } from "@/lib/members/schema/activation";

/** Rules of a decision, those that did not hold first. */
export function MemberRules({ rules }: { rules: readonly { id: RuleId; ok: boolean }[] }) {
  const t = useTranslations("members.rules");
  const words = useTranslations("members.acts.decision");
  const sorted = rules.toSorted((one, other) => Number(one.ok) - Number(other.ok));
  return (
    <ul aria-label={words("rules")} className="grid gap-1 text-sm">
      {sorted.map(({ id, ok }) => (
        <li key={id} className="flex items-baseline gap-2">
          {ok ? (
            <Check aria-hidden className="size-4 shrink-0 self-center text-success" />
          ) : (
            <X aria-hidden className="size-4 shrink-0 self-center text-danger" />
          )}
          <span className={ok ? undefined : "font-medium text-danger"}>
            {t(id)} <span className="sr-only">{words(ok ? "holds" : "broken")}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
