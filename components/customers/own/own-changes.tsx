import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { ChangeView } from "@/lib/customers/view/change";
import { ChangeKind } from "./change-kind";

/** What happened to which workflow and when, and of its fields what they were and are. */
export function OwnChanges({ changes }: { changes: readonly ChangeView[] }) {
  return (
    <ul className="divide-y divide-line">
      {changes.map(change => (
        <Changed key={change.id} {...change} />
      ))}
    </ul>
  );
}

function Changed({ name, zuoraId, change, fields, at }: ChangeView) {
  const t = useTranslations("customer.changes");
  return (
    <li className="grid gap-2 px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 font-medium wrap-anywhere">
          {name} <span className="text-sm font-normal text-ink-muted">{t("zuoraId", { id: zuoraId })}</span>
        </p>
        <span className="flex flex-wrap items-baseline gap-x-4">
          <ChangeKind change={change} />
          <Time value={at} className="text-sm text-ink-muted" />
        </span>
      </div>
      {change === "changed" ? <Fields fields={fields} /> : null}
    </li>
  );
}

function Fields({ fields }: Pick<ChangeView, "fields">) {
  const t = useTranslations("customer.changes");
  return (
    <dl className="grid gap-1 text-sm">
      {Object.entries(fields).map(([field, { from, to }]) => (
        <div key={field} className="grid gap-x-4 sm:grid-cols-[minmax(9rem,1fr)_4fr]">
          <dt className="text-ink-muted">
            {t.has(`fields.${field}` as never) ? t(`fields.${field}` as never) : field}
          </dt>
          <dd className="wrap-anywhere">
            {from === null && to === null ? t("other") : t("fromTo", { from: from ?? "–", to: to ?? "–" })}
          </dd>
        </div>
      ))}
    </dl>
  );
}
