import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { CredentialsForm } from "@/components/customers/credentials-form";
import { KeyNotice } from "@/components/customers/key-notice";
import { LiveSteps } from "@/components/customers/live-steps";
import { problemsId } from "@/components/flow/problems-place";
import { BackLink } from "@/components/flow/wizard-frame";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { listDataCentres } from "@/lib/customers/queries/data-centres";
import { getCustomerOnboarding } from "@/lib/customers/queries/onboarding";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { change, test } from "../actions";
import { type CustomerParams, findCustomer } from "../find-customer";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.key"))("short", { id: (await params).id }) };
}

/** The one step that is to be mended when credentials broke, where the mails lead: once they are saved what waited goes on, in sight. */
export default async function CredentialsPage({ params }: Props) {
  const { id: told } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(told)}/credentials`);
  if (!isAdmin(viewer)) notFound();
  const customer = await findCustomer(viewer, told);
  const { id, name, keyProblem, status } = customer;
  const onboarding = await getCustomerOnboarding(viewer, id);
  const t = await getTranslations("customers");
  return (
    <div className="max-w-2xl">
      <div className="mb-4">
        <BackLink href={`/admin/customers/${id}`} label={name} />
      </div>
      <PageHeader title={t("key.title", { name })} eyebrow={t("eyebrow", { id })} description={t("key.lead")} />
      <div id={problemsId} className="mb-6 empty:hidden" />
      <div role="status" className="mb-6 empty:hidden">
        {keyProblem ? <KeyNotice problem={keyProblem} /> : null}
        {status === "complete" && !keyProblem ? <Notice>{t("key.fine")}</Notice> : null}
      </div>
      <CredentialsForm key={id} customer={customer} centres={listDataCentres()} change={change} test={test} />
      <div className="mt-8">
        <LiveSteps initial={onboarding} title={t("key.progress")} showsOutputs={false} />
      </div>
    </div>
  );
}
