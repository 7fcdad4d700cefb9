import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { EditCustomerForm } from "@/components/customers/edit-customer-form";
import { problemsId } from "@/components/flow/problems-place";
import { BackLink } from "@/components/flow/wizard-frame";
import { PageHeader } from "@/components/ui/page-header";
import { requireStaff } from "@/lib/platform/auth/current";
import { isAdmin } from "@/lib/platform/auth/policy";
import { change } from "../actions";
import { type CustomerParams, findCustomer } from "../find-customer";

type Props = { params: CustomerParams };

/** Title of the page. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getTranslations("customers.form"))("editShort", { id: (await params).id }) };
}

/** Name, contact, configuration and preferences of a customer, to be changed by an admin. */
export default async function EditCustomerPage({ params }: Props) {
  const { id: told } = await params;
  const viewer = await requireStaff(`/admin/customers/${encodeURIComponent(told)}/edit`);
  if (!isAdmin(viewer)) notFound();
  const { id, name, contactEmail, configuration, notificationPreferences, version } = await findCustomer(viewer, told);
  const t = await getTranslations("customers");
  const link = (chunks: React.ReactNode) => (
    <Link href={`/admin/customers/${id}/credentials`} className="link">
      {chunks}
    </Link>
  );
  return (
    <div className="max-w-2xl">
      <div className="mb-4">
        <BackLink href={`/admin/customers/${id}`} label={name} />
      </div>
      <PageHeader
        title={t("form.editTitle", { name })}
        eyebrow={t("eyebrow", { id })}
        description={t.rich("form.editLead", { link })}
      />
      <div id={problemsId} className="mb-6 empty:hidden" />
      <EditCustomerForm
        customerId={id}
        saved={{ name, contactEmail: contactEmail ?? "", configuration, notificationPreferences }}
        version={version}
        change={change}
      />
    </div>
  );
}
