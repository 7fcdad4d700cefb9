import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { UpToDate } from "./up-to-date";

type DataSectionProps = {
  /** Where a link of the dashboard leads. */
  id: string;
  title: string;
  /** When its data was last read to its end; never before it is here. */
  readAt: string | undefined;
  children: ReactNode;
};

/** What a page tells of one data set, under how fresh it is; of one that never came it says that, and nothing of what it holds. */
export function DataSection({ id, title, readAt, children }: DataSectionProps) {
  const t = useTranslations("agents.missingData");
  const toDashboard = (
    <LinkButton href="/agent/dashboard" variant="secondary" size="small">
      {t("toDashboard")}
    </LinkButton>
  );
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="scroll-mt-6 text-lg font-semibold">
          {title}
        </h2>
        {readAt ? <UpToDate readAt={readAt} /> : null}
      </div>
      {readAt ? (
        children
      ) : (
        <Card>
          <EmptyState icon={CloudOff} title={t("title")} action={toDashboard}>
            {t("help")}
          </EmptyState>
        </Card>
      )}
    </section>
  );
}
