import { Download } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignedInHeader } from "@/app/signed-in-header";
import { EraseAccount } from "@/components/auth/erase-account";
import { AppShell } from "@/components/ui/app-shell";
import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireUser } from "@/lib/platform/auth/current";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.data"))("title") };
}

/** What is kept about whoever is signed in: to take along, and to have erased. */
export default async function DataPage() {
  const session = await requireUser("/account/data");
  const t = await getTranslations("auth.data");
  return (
    <AppShell header={<SignedInHeader name={session.name} width="wizard" />} footer={<SiteFooter width="wizard" />}>
      <div className="mx-auto w-full max-w-wizard">
        <PageHeader title={t("title")} description={t("lead")} />
        <div className="grid gap-6">
          <Card title={t("export.title")} description={t("export.lead")}>
            <a className={buttonStyle({ variant: "secondary" })} href="/api/v1/me/export" download>
              <Download aria-hidden />
              {t("export.button")}
            </a>
          </Card>
          <Card title={t("erase.title")} description={t("erase.lead")}>
            <EraseAccount />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
