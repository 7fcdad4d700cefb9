import { ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Day } from "@/components/ui/day";
import type { NetworkPerson } from "@/lib/agents/queries/network";
import { useWords } from "../use-words";

/** Somebody of the network; unfolded, what reZEN tells of them. */
export function PersonOfNetwork({ person, about }: { person: NetworkPerson; about?: string }) {
  const t = useTranslations("agents.network");
  const format = useFormatter();
  const tell = useWords();
  const { name, status, joinDate, terminatedAsOf, sizeOfNetwork } = person;
  const facts: { label: string; value: ReactNode }[] = [
    { label: t("status"), value: tell(status) ?? t("notTold") },
    { label: t("joined"), value: joinDate ? <Day value={joinDate} /> : t("notTold") },
    ...(terminatedAsOf ? [{ label: t("left"), value: <Day value={terminatedAsOf} /> }] : []),
    { label: t("size"), value: sizeOfNetwork === null ? t("notTold") : format.number(sizeOfNetwork) },
  ];
  return (
    <details className="group rounded-md border border-line bg-surface">
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-3 py-2">
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-muted group-open:rotate-90" />
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <span className="font-medium wrap-anywhere">{name ?? t("unnamed")}</span>
          <span className="text-sm text-ink-muted">{about ?? tell(status)}</span>
        </span>
      </summary>
      <dl className="grid gap-x-6 gap-y-1 border-t border-line py-2 pr-3 pl-9 text-sm sm:grid-cols-[auto_1fr]">
        {facts.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="max-sm:mb-1">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
