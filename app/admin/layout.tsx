import { after } from "next/server";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Bell } from "@/app/bell";
import { AdminNav } from "@/components/admin/admin-nav";
import { AccountMenu } from "@/components/auth/account-menu";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { standIn } from "@/lib/platform/alerts/service";
import { requireStaff } from "@/lib/platform/auth/current";

/** The admin's desk; for anybody else it is not there. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { name } = await requireStaff();
  after(standIn);
  const t = await getTranslations();
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <SiteHeader
        name={t("common.product")}
        home="/"
        context={t("admin.title")}
        actions={
          <>
            <Bell />
            <AccountMenu name={name} />
          </>
        }
      />
      <div className="mx-auto flex w-full max-w-page flex-1 flex-col gap-6 px-4 py-6 sm:px-6 sm:py-8 lg:flex-row lg:gap-10">
        <AdminNav />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <SiteFooter />
    </div>
  );
}
