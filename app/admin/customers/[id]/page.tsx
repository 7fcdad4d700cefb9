import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConfigurationFacts, CredentialFacts } from "@/components/customers/customer-facts";
import { KeptBack } from "@/components/customers/kept-back";
import { LiveSteps } from "@/components/customers/live-steps";
import { getCustomerOnboarding } from "@/lib/customers/queries/onboarding";
import { listSyncs } from "@/lib/customers/queries/sync-reports";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { sync, test } from "./actions";
import { CustomerPage } from "./customer-page";
import { type CustomerParams, findCustomer } from "./find-customer";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers"))("eyebrow", { id: (await params).id }) };
}

/** One customer: its onboarding as it goes, its credentials and its configuration; an admin acts here. */
export default async function OneCustomerPage({ params }: Props) {
  const { id } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(id)}`);
  const customer = await findCustomer(viewer, id);
  const canAct = isAdmin(viewer);
  const [onboarding, syncs] = await Promise.all([
    getCustomerOnboarding(viewer, customer.id),
    listSyncs(viewer, customer.id),
  ]);
  // One that read a single workflow says nothing about the others.
  const newest = syncs.find(({ report }) => report?.isWhole)?.report;
  const keptBack = customer.syncStatus === "ok" ? (newest?.keptBack ?? 0) : 0;
  return (
    <CustomerPage customer={customer} canAct={canAct}>
      {keptBack > 0 ? <KeptBack customerId={customer.id} count={keptBack} sync={canAct ? sync : null} /> : null}
      <LiveSteps initial={onboarding} />
      <CredentialFacts customer={customer} test={canAct ? test : null} />
      <ConfigurationFacts customer={customer} canAct={canAct} />
    </CustomerPage>
  );
}
