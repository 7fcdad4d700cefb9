import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnWorkflows } from "@/components/customers/own/own-workflows";
import { PageHeader } from "@/components/ui/page-header";
import { listOwnWorkflows } from "@/lib/customers/queries/own-workflows";
import { requireCustomerRight } from "@/lib/customers/queries/require-customer-user";
import { WorkflowAddress } from "@/lib/customers/schema/own-search";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.workflows"))("title") };
}

/** The customer's workflows: found by name, filtered, by pages. */
export default async function WorkflowsPage({ searchParams }: Props) {
  const user = await requireCustomerRight("/customer/workflows", "workflows.read");
  const { after, ...search } = WorkflowAddress.parse(await searchParams);
  const page = await listOwnWorkflows(user, { ...search, cursor: after });
  const t = await getTranslations("customer.workflows");
  return (
    <>
      <PageHeader title={t("title")} description={t("lead")} />
      <OwnWorkflows search={search} page={page} isFirst={after === undefined} />
    </>
  );
}
