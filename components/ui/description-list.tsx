import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

/** One answered question. `change` leads to where it was asked; `name` completes "Change" for those who hear links alone. */
export type DescriptionItem = {
  key: string;
  label: ReactNode;
  value: ReactNode;
  change?: { href: string; name: string };
};

/** Names and values below each other, with a way to change each. An empty value reads "Not provided". */
export function DescriptionList({ items, className }: { items: readonly DescriptionItem[]; className?: string }) {
  const t = useTranslations("common");
  return (
    <dl className={classNames("divide-y divide-line", className)}>
      {items.map(item => (
        <div
          key={item.key}
          className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-0.5 py-3 sm:grid-cols-[minmax(8rem,1fr)_2fr_auto]"
        >
          <dt className="text-sm text-ink-muted sm:pt-0.5">{item.label}</dt>
          <dd className="min-w-0 wrap-anywhere max-sm:col-start-1">
            {item.value === null || item.value === undefined || item.value === "" ? (
              <span className="text-ink-muted">{t("notProvided")}</span>
            ) : (
              item.value
            )}
          </dd>
          {item.change ? (
            <dd className="max-sm:col-start-2 max-sm:row-span-2 max-sm:row-start-1">
              <Link href={item.change.href} className="link inline-block py-1 sm:py-0">
                {t.rich("change", {
                  name: item.change.name,
                  hidden: chunks => <span className="sr-only">{chunks}</span>,
                })}
              </Link>
            </dd>
          ) : null}
        </div>
      ))}
    </dl>
  );
}
