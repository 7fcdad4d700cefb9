import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PartnerDesk } from "@/components/admin/partner-desk";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { listPartners } from "@/lib/platform/partner/queries";
import { partnerScopes } from "@/lib/platform/partner/schema";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("partners"))("title") };
}

/** The accounts of systems that call us with signed requests. */
export default async function PartnersPage() {
  const viewer = await requireStaff("/admin/partners");
  const { items } = await listPartners();
  const t = await getTranslations("partners");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={
          <>
            {t("lead")}{" "}
            <a className="link" href="/docs/api#signing">
              {t("guide")}
            </a>
          </>
        }
      />
      <PartnerDesk partners={items} scopes={partnerScopes} canAct={isAdmin(viewer)} />
    </>
  );
}
