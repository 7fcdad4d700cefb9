import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InviteSomebody } from "@/components/customers/own/invite-somebody";
import { PeoplePanel } from "@/components/customers/own/people-panel";
import { PageHeader } from "@/components/ui/page-header";
import { listOwnPeople } from "@/lib/customers/queries/people";
import { requireCustomerRight } from "@/lib/customers/queries/require-customer-user";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customer.users"))("title") };
}

/** Who works in the customer, and who is asked to. */
export default async function UsersPage() {
  const user = await requireCustomerRight("/customer/users", "users.read");
  const people = await listOwnPeople(user);
  const mayManage = user.may.has("users.manage");
  const t = await getTranslations("customer.users");
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={mayManage ? <InviteSomebody customerId={user.customerId} /> : undefined}
      />
      <PeoplePanel people={people} mayManage={mayManage} />
    </>
  );
}
