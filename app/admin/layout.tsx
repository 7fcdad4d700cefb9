import { after } from "next/server";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { SignedInHeader } from "@/app/signed-in-header";
import { Texts } from "@/app/texts";
import { AdminNav } from "@/components/admin/admin-nav";
import { AppShell } from "@/components/ui/app-shell";
import { SiteFooter } from "@/components/ui/site-footer";
import { ZoneToggle } from "@/components/ui/zone-toggle";
import { standIn } from "@/lib/platform/alerts/service";
import { requireStaff } from "@/lib/platform/auth/current";
import { hasSandbox } from "@/lib/platform/sandbox/queries";

/** The admin's desk; for anybody else it is not there. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const { name, look } = await requireStaff();
  after(standIn);
  const t = await getTranslations("admin");
  return (
    <Texts areas={["admin.nav"]}>
      <AppShell
        header={<SignedInHeader context={t("title")} name={name} hasBell={look === undefined} />}
        nav={<AdminNav hasSandbox={hasSandbox()} />}
        footer={
          <SiteFooter>
            <ZoneToggle label={t("times.label")} local={t("times.local")} utc={t("times.utc")} />
          </SiteFooter>
        }
      >
        {children}
      </AppShell>
    </Texts>
  );
}
