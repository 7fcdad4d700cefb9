import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Bell } from "@/app/bell";
import { AccountMenu } from "@/components/auth/account-menu";
import { AppShell } from "@/components/ui/app-shell";
import { QueryProvider } from "@/components/ui/query-provider";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { requireStore } from "@/lib/stores/queries/require-store";

/** The wizard's own frame: no shop navigation, one column. */
export default async function WizardLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ code: string }>;
}) {
  const store = await requireStore((await params).code);
  const t = await getTranslations("common");
  return (
    <AppShell
      footer={<SiteFooter width="wizard" />}
      header={
        <SiteHeader
          name={t("product")}
          home="/"
          context={store.name}
          actions={
            <>
              <Bell />
              <AccountMenu />
            </>
          }
          width="wizard"
        />
      }
    >
      <QueryProvider>{children}</QueryProvider>
    </AppShell>
  );
}
