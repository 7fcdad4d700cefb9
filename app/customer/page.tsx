import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Feedback } from "@/app/feedback";
import { OverviewWidgets } from "@/components/customers/own/overview-widgets";
import { SyncOwn } from "@/components/customers/own/sync-own";
import { PageHeader } from "@/components/ui/page-header";
import { getOverview } from "@/lib/customers/queries/own-overview";
import { requireCustomerUser } from "@/lib/customers/queries/require-customer-user";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.overview"))("title") };
}

/** What somebody of a customer sees first: how fresh its workflows are, how many, what changed, and who is there. */
export default async function CustomerPage() {
  const user = await requireCustomerUser();
  const overview = await getOverview(user);
  const t = await getTranslations("customer.overview");
  const isRunning = overview.lastSync?.state === "running";
  return (
    <>
      <PageHeader
        title={user.customer}
        eyebrow={t(`as.${user.role}`)}
        actions={user.may.has("sync.run") ? <SyncOwn customerId={user.customerId} isRunning={isRunning} /> : undefined}
      />
      <div className="grid grid-cols-1 gap-6">
        <OverviewWidgets overview={overview} />
        <Feedback kind="customer" subject={user.customerId} userId={user.userId} />
      </div>
    </>
  );
}
