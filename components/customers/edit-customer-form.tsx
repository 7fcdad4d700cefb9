"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { QueryProvider } from "@/components/ui/query-provider";
import type { Configuration, NotificationPreferences } from "@/lib/customers/schema/customer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { CompanyFields } from "./company-fields";
import { ConfigurationFields } from "./configuration-fields";
import { FormSection } from "./form-section";
import { SavedElsewhere } from "./saved-elsewhere";

/** What is changed here of a customer. */
export type CustomerDetails = {
  name: string;
  contactEmail: string;
  configuration: Configuration;
  notificationPreferences: NotificationPreferences;
};

type EditCustomerFormProps = {
  customerId: number;
  saved: CustomerDetails;
  version: number;
  change: (input: unknown) => Promise<Envelope<unknown>>;
};

/** Name, contact, configuration and preferences of a customer, to be changed. */
export function EditCustomerForm(props: EditCustomerFormProps) {
  return (
    <QueryProvider>
      <DetailsForm {...props} />
    </QueryProvider>
  );
}

function DetailsForm({ customerId, saved, version, change }: EditCustomerFormProps) {
  const t = useTranslations("customers.form");
  const router = useRouter();
  const step = useStepForm({
    schema: () => import("@/lib/customers/schema/acts").then(found => found.CustomerDetails),
    defaultValues: saved,
    version,
    save: (values, { version: seen }) => change({ ...values, customerId, version: seen }),
    onSaved: () => {
      router.push(`/admin/customers/${customerId}`);
      router.refresh();
    },
  });
  const { form, register, field, conflict } = step;
  return (
    <StepForm step={step} submitLabel={t("save")}>
      {conflict?.saved ? <SavedElsewhere saved={conflict.saved} typed={form.getValues()} /> : null}
      <CompanyFields field={field} register={register} />
      <FormSection title={t("configuration")}>
        <ConfigurationFields
          field={field}
          register={register}
          chosen={saved.configuration}
          setPatience={minutes => form.setValue("configuration.alertAfterMinutes", minutes, { shouldDirty: true })}
        />
      </FormSection>
    </StepForm>
  );
}
