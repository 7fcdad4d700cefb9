import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SignedInHeader } from "@/app/signed-in-header";
import { PreferencesForm } from "@/components/auth/preferences-form";
import { AppShell } from "@/components/ui/app-shell";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SiteFooter } from "@/components/ui/site-footer";
import { requireUser } from "@/lib/platform/auth/current";
import { getPreferences } from "@/lib/platform/preferences/queries";
import { topicsOf } from "@/lib/platform/preferences/schema";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth.preferences"))("title") };
}

/** What whoever is signed in wants to be told, and by which ways. */
export default async function PreferencesPage() {
  const { id, name, roles } = await requireUser("/account/preferences");
  const { choices, version } = await getPreferences(id);
  const topics = topicsOf(roles);
  const offered = choices.filter(({ topic }) => topics.includes(topic));
  const t = await getTranslations("auth.preferences");
  return (
    <AppShell header={<SignedInHeader name={name} width="wizard" />} footer={<SiteFooter width="wizard" />}>
      <div className="mx-auto w-full max-w-wizard">
        <PageHeader title={t("title")} description={t("lead")} />
        <div className="grid gap-6">
          <Card>
            {offered.length > 0 ? <PreferencesForm choices={offered} version={version} /> : <p>{t("nothing")}</p>}
          </Card>
          <Card title={t("always.title")}>
            <p className="text-pretty">{t("always.lead")}</p>
            {roles.some(({ role }) => role === "customer") ? (
              <p className="mt-3">
                <a className="link" href="/customer/preferences">
                  {t("customer")}
                </a>
              </p>
            ) : null}
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
