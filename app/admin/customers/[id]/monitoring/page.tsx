import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MonitoringAlerts, MonitoringRules, MonitoringTest } from "@/components/customers/monitoring-alerts";
import { MonitoringChart } from "@/components/customers/monitoring-chart";
import { MonitoringChecks } from "@/components/customers/monitoring-checks";
import { getMonitoring } from "@/lib/customers/queries/monitoring";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { CustomerPage } from "../customer-page";
import { type CustomerParams, findCustomer } from "../find-customer";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.monitoring"))("titleOf", { id: (await params).id }) };
}

/** How a customer is doing at this moment, and how it is watched. */
export default async function CustomerMonitoringPage({ params }: Props) {
  const { id } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(id)}/monitoring`);
  const customer = await findCustomer(viewer, id);
  const { checks, syncs, thresholds, rules, alerts, testAlert } = await getMonitoring(viewer, customer.id);
  const canAct = isAdmin(viewer);
  return (
    <CustomerPage customer={customer} canAct={canAct}>
      <MonitoringAlerts alerts={alerts} />
      <MonitoringChecks checks={checks} />
      <MonitoringChart syncs={syncs} />
      <MonitoringRules customerId={customer.id} thresholds={thresholds} rules={rules} canAct={canAct} />
      <MonitoringTest test={testAlert} />
    </CustomerPage>
  );
}
