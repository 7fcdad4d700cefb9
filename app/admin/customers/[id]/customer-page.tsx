import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { CustomerActs } from "@/components/customers/customer-acts";
import { CustomerNav } from "@/components/customers/customer-nav";
import { CustomerStanding } from "@/components/customers/customer-status";
import { KeyNotice } from "@/components/customers/key-notice";
import { PausedNotice } from "@/components/customers/paused-notice";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import type { CustomerView } from "@/lib/customers/view/customer";
import { retry, stop, sync } from "./actions";
import { resume } from "./monitoring/actions";

type CustomerPageProps = { customer: CustomerView; canAct: boolean; children: ReactNode };

/** What all pages of one customer have on top: who it is, where it stands, what is wrong, and what can be done now. */
export async function CustomerPage({ customer, canAct, children }: CustomerPageProps) {
  const t = await getTranslations("customers");
  const { id, name, keyProblem, pausedAt } = customer;
  return (
    <>
      <div className="mb-4">
        <BackLink href="/admin/customers" label={t("title")} />
      </div>
      <PageHeader
        className="mb-4 sm:mb-5"
        title={<bdi className="wrap-anywhere">{name}</bdi>}
        eyebrow={t("eyebrow", { id })}
        description={<CustomerStanding {...customer} />}
        actions={canAct ? <CustomerActs {...customer} acts={{ retry, stop, sync }} /> : undefined}
      />
      <CustomerNav id={id} />
      <div className="grid grid-cols-1 gap-6">
        {keyProblem ? (
          <KeyNotice problem={keyProblem} href={canAct ? `/admin/customers/${id}/credentials` : undefined} />
        ) : null}
        {pausedAt ? <PausedNotice customerId={id} since={pausedAt} resume={canAct ? resume : null} /> : null}
        {children}
      </div>
    </>
  );
}
