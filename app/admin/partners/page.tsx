import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PartnerDesk } from "@/components/admin/partner-desk";
import { PageHeader } from "@/components/ui/page-header";
import { listPartnerContracts } from "@/lib/members/queries/partner-contracts";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { signInOptions } from "@/lib/platform/auth/queries";
import { listPartners } from "@/lib/platform/partner/queries";
import { partnerScopes } from "@/lib/platform/partner/schema";
import { create, disable, rotate } from "./actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("partners"))("title") };
}

/** The accounts of systems that call us with signed requests. */
export default async function PartnersPage() {
  const viewer = await requireStaff("/admin/partners");
  const [{ items }, contracts] = await Promise.all([listPartners(), listPartnerContracts()]);
  const regions = signInOptions(await getLocale()).countries;
  const t = await getTranslations("partners");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={
          <>
            {t("lead")}{" "}
            <a className="link" href="/docs/api/partner">
              {t("guide")}
            </a>
          </>
        }
      />
      <PartnerDesk
        partners={items}
        contracts={contracts}
        choices={{ scopes: partnerScopes, regions: regions.map(({ region, name }) => ({ region, name })) }}
        acts={isAdmin(viewer) ? { create, rotate, disable } : null}
      />
    </>
  );
}
