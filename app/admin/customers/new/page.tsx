import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NewCustomerForm } from "@/components/customers/new-customer-form";
import { problemsId } from "@/components/flow/problems-place";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { listDataCentres } from "@/lib/customers/queries/data-centres";
import { findDemoClient } from "@/lib/customers/queries/demo-client";
import { usual } from "@/lib/customers/schema/customer";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { create, testNew } from "../actions";

/** Title of the page. */
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("customers.form"))("title") };
}

/** Makes a customer; for admins. */
export default async function NewCustomerPage() {
  const viewer = await requireStaff("/admin/customers/new");
  if (!isAdmin(viewer)) notFound();
  const t = await getTranslations("customers");
  return (
    <div className="max-w-2xl">
      <div className="mb-4">
        <BackLink href="/admin/customers" label={t("title")} />
      </div>
      <PageHeader title={t("form.title")} description={t("form.lead")} />
      <div id={problemsId} className="mb-6 empty:hidden" />
      <NewCustomerForm
        centres={listDataCentres()}
        usual={usual}
        demo={findDemoClient()}
        create={create}
        test={testNew}
      />
    </div>
  );
}
