import { History } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SyncDetail } from "@/components/customers/sync-detail";
import { SyncTable } from "@/components/customers/sync-table";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { listSyncs } from "@/lib/customers/queries/sync-reports";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { CustomerPage } from "../customer-page";
import { type CustomerParams, findCustomer } from "../find-customer";
import { Changes, type ChangesAddress } from "./changes";

type Props = { params: CustomerParams; searchParams: ChangesAddress };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.syncs"))("titleOf", { id: (await params).id }) };
}

/** The newest syncs of a customer, the report of the one that was chosen, and what it, or all of them, changed. */
export default async function CustomerSyncsPage({ params, searchParams }: Props) {
  const { id } = await params;
  const here = `/admin/customers/${encodeURIComponent(id)}/syncs`;
  const viewer = await requireStaff(here);
  const customer = await findCustomer(viewer, id);
  const [syncs, { job }] = await Promise.all([listSyncs(viewer, customer.id), searchParams]);
  const chosen = syncs.find(({ jobId }) => String(jobId) === job) ?? null;
  const t = await getTranslations("customers.syncs");
  return (
    <CustomerPage customer={customer} canAct={isAdmin(viewer)}>
      <Card flush>
        {syncs.length === 0 ? (
          <EmptyState icon={History} title={t("none")}>
            {t("noneHelp")}
          </EmptyState>
        ) : (
          <SyncTable syncs={syncs} here={here} chosen={chosen?.jobId ?? null} />
        )}
      </Card>
      {chosen ? (
        <div id="sync" className="scroll-mt-20">
          <SyncDetail sync={chosen} />
        </div>
      ) : null}
      {syncs.length > 0 ? (
        <Changes viewer={viewer} customerId={customer.id} here={here} chosen={chosen} searchParams={searchParams} />
      ) : null}
    </CustomerPage>
  );
}
