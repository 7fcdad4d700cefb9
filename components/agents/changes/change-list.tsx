import { ArrowRight, Minus, Pencil, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import type { ChangeRow } from "@/lib/agents/queries/changes";
import { useChangeValue } from "./use-change-value";

const looks = {
  added: { tone: "success", icon: Plus },
  changed: { tone: "neutral", icon: Pencil },
  gone: { tone: "warning", icon: Minus },
} as const;

/** Changed records by data set: what each is called, what happened to it, and of its fields what they were and are. */
export function ChangeList({ changes }: { changes: readonly ChangeRow[] }) {
  const t = useTranslations("agents.parts");
  return [...Map.groupBy(changes, ({ step }) => step)].map(([step, rows]) => (
    <section key={step} aria-labelledby={`changes-${step}`} className="border-line not-first:border-t">
      <h2 id={`changes-${step}`} className="bg-sunken px-4 py-2 text-sm font-semibold sm:px-5">
        {t(step)}
      </h2>
      <ul className="divide-y divide-line">
        {rows.map(change => (
          <Changed key={change.recordId} change={change} />
        ))}
      </ul>
    </section>
  ));
}

function Changed({ change }: { change: ChangeRow }) {
  const t = useTranslations("agents.changes");
  const { tellLabel } = useChangeValue();
  const { step, kind, label, recordId, isHere, fields } = change;
  const { tone, icon } = looks[kind];
  return (
    <li className="grid gap-2 px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium wrap-anywhere">
          {isHere ? (
            <Link href={`/agent/${step}/${encodeURIComponent(recordId)}`} className="link inline-block py-1">
              {tellLabel(step, label)}
            </Link>
          ) : (
            tellLabel(step, label)
          )}
        </p>
        <Status tone={tone} icon={icon}>
          {t(`happened.${kind}`, { step })}
        </Status>
      </div>
      {kind === "changed" ? <Fields fields={fields} /> : null}
    </li>
  );
}

function Fields({ fields }: Pick<ChangeRow, "fields">) {
  const t = useTranslations("agents.changes");
  if (fields.length === 0) return <p className="text-sm text-ink-muted">{t("otherDetails")}</p>;
  return (
    <dl className="grid gap-1 text-sm">
      {fields.map(field => (
        <div key={field.field} className="grid gap-x-4 sm:grid-cols-[minmax(10rem,1fr)_3fr]">
          <dt className="text-ink-muted">
            {t.has(`fields.${field.field}`) ? t(`fields.${field.field}`) : field.field}
          </dt>
          <dd className="wrap-anywhere tabular-nums">
            <Values {...field} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Values({ field, from, to }: ChangeRow["fields"][number]) {
  const t = useTranslations("agents.changes");
  const { tellValue } = useChangeValue();
  if (from === null && to === null) return t("happened.changed", { step: "" });
  return t.rich("fromTo", {
    from: tellValue(field, from),
    to: tellValue(field, to),
    arrow: chunks => (
      <>
        <ArrowRight aria-hidden className="mx-1 inline size-3.5 text-ink-muted" />
        <span className="sr-only">{chunks}</span>
      </>
    ),
  });
}
