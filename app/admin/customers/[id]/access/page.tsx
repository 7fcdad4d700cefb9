import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Texts } from "@/app/texts";
import { AccessAgain } from "@/components/customers/access-again";
import { AccessEditor } from "@/components/customers/access-editor";
import { AccessMatrix } from "@/components/customers/access-matrix";
import { AccessTest } from "@/components/customers/access-test";
import { InviteSomebody } from "@/components/customers/own/invite-somebody";
import { PeoplePanel } from "@/components/customers/own/people-panel";
import { getAccess } from "@/lib/customers/queries/access";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { retry } from "../actions";
import { CustomerPage } from "../customer-page";
import { type CustomerParams, findCustomer } from "../find-customer";
import { giveRole, invite, remove, resend, revoke, save } from "./actions";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.access"))("titleOf", { id: (await params).id }) };
}

/** Who may do what in a customer, what the newest access test found of it, and who is there; an admin changes it here. */
export default async function CustomerAccessPage({ params }: Props) {
  const { id } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(id)}/access`);
  const customer = await findCustomer(viewer, id);
  const access = await getAccess(viewer, customer.id);
  const canAct = isAdmin(viewer);
  const { id: customerId, status, syncStatus } = customer;
  const isRunning = status === "running" || status === "pending" || syncStatus === "running";
  const desk = canAct ? { customerId, invite, resend, revoke, giveRole, remove } : undefined;
  return (
    <Texts areas={["customer"]}>
      <CustomerPage customer={customer} canAct={canAct}>
        {canAct ? (
          <AccessEditor customerId={customerId} access={access} save={save} />
        ) : (
          <AccessMatrix access={access} />
        )}
        <PeoplePanel
          people={access}
          mayManage={canAct}
          desk={desk}
          actions={desk ? <InviteSomebody customerId={customerId} desk={desk} /> : undefined}
        />
        <AccessTest
          matrix={access.matrix}
          again={canAct ? <AccessAgain customerId={customerId} isRunning={isRunning} retry={retry} /> : undefined}
        />
      </CustomerPage>
    </Texts>
  );
}
