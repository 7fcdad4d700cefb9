import { useTranslations } from "next-intl";
import { classNames } from "./class-names";

/** A grey stand-in with the size of what is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("h-4 rounded-sm bg-sunken motion-safe:animate-breathe", className)} />;
}

/** Stand-in for a page of rows, with "Loading" for those who cannot see it. */
export function SkeletonRows({ rows = 5, className }: { rows?: number; className?: string }) {
  const t = useTranslations("common");
  return (
    <div role="status" className={classNames("divide-y divide-line", className)}>
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={row} className="flex items-center gap-4 px-5 py-4">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-1/5" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}
