import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CriteriaList } from "@/components/customers/criteria-list";
import { getCriteria } from "@/lib/customers/queries/criteria";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { CustomerPage } from "../customer-page";
import { type CustomerParams, findCustomer } from "../find-customer";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.criteria"))("titleOf", { id: (await params).id }) };
}

/** Whether a customer's onboarding is the success that it is to be, line by line as it goes. */
export default async function CustomerCriteriaPage({ params }: Props) {
  const { id } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(id)}/criteria`);
  const customer = await findCustomer(viewer, id);
  return (
    <CustomerPage customer={customer} canAct={isAdmin(viewer)}>
      <CriteriaList initial={await getCriteria(viewer, customer.id)} />
    </CustomerPage>
  );
}
