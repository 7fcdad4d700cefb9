import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Bell } from "@/app/bell";
import { AccountMenu } from "@/components/auth/account-menu";
import { ShopNav } from "@/components/stores/shop-nav";
import { SiteFooter } from "@/components/ui/site-footer";
import { SiteHeader } from "@/components/ui/site-header";
import { SkipLink } from "@/components/ui/skip-link";
import { requireOpenStore } from "@/lib/stores/queries/require-store";

/** The shop's frame, behind the gate. */
export default async function ShopLayout({
  children,
  params,
}: {
  children: ReactNode;
  params: Promise<{ code: string }>;
}) {
  const store = await requireOpenStore((await params).code);
  const t = await getTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
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
      />
      <div className="mx-auto flex w-full max-w-page flex-1 flex-col gap-6 px-4 py-6 sm:px-6 sm:py-8 lg:flex-row lg:gap-10">
        <ShopNav base={`/store/${store.code}`} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1">
          {children}
        </main>
      </div>
      <SiteFooter />
    </div>
  );
}
