import { useTranslations } from "next-intl";
import type { AuditFactView } from "@/lib/platform/audit/view";

type AuditFactsProps = { facts: readonly AuditFactView[] };

const shownAtOnce = 4;

/** What an entry tells, by name, what was before crossed out; a long list opens. */
export function AuditFacts({ facts }: AuditFactsProps) {
  const t = useTranslations("audit");
  if (facts.length === 0) return null;
  const rest = facts.slice(shownAtOnce);
  return (
    <>
      <FactList facts={facts.slice(0, shownAtOnce)} />
      {rest.length > 0 ? (
        <details className="text-sm font-normal">
          <summary className="link inline-flex min-h-6 cursor-pointer">{t("more", { count: rest.length })}</summary>
          <FactList facts={rest} />
        </details>
      ) : null}
    </>
  );
}

function FactList({ facts }: AuditFactsProps) {
  const t = useTranslations("audit");
  return (
    <dl className="grid gap-x-2 text-sm font-normal">
      {facts.map(({ name, before, value }) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-muted">{name || t("change")}</dt>
          <dd className="relative min-w-0 wrap-anywhere">
            {before === null ? null : (
              <>
                <span className="sr-only">{t("was")} </span>
                <del className="text-ink-muted">{before}</del>
                <span className="sr-only">, {t("is")} </span>
                <span aria-hidden> → </span>
              </>
            )}
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
