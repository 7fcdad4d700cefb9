import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PreferencesForm } from "@/components/customers/own/preferences-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { getOwnPreferences } from "@/lib/customers/queries/own-preferences";
import { requireCustomerRight } from "@/lib/customers/queries/require-customer-user";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.preferences"))("title") };
}

/** How news of the customer are told to whoever is signed in. */
export default async function PreferencesPage() {
  const user = await requireCustomerRight("/customer/preferences", "preferences.manage");
  const saved = await getOwnPreferences(user);
  const t = await getTranslations("customer.preferences");
  return (
    <div className="max-w-wizard">
      <PageHeader title={t("title")} description={t("lead", { customer: user.customer })} />
      <Card>
        <PreferencesForm customerId={user.customerId} saved={saved} />
      </Card>
    </div>
  );
}
