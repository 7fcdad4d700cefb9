import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";

/** A page about the API, for everybody: in English, whatever the reader's language. */
export function Frame({ title, lead, children }: { title: ReactNode; lead: ReactNode; children: ReactNode }) {
  const t = useTranslations();
  return (
    <div lang="en" className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader name={t("common.product")} home="/" context={t("docs.title")} />
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6">
        <PageHeader title={title} description={lead} />
        <div className="grid min-w-0 gap-6">{children}</div>
      </main>
    </div>
  );
}
