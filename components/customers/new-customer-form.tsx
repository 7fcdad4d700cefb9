"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConnectionTest } from "@/components/flow/connection-test";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { QueryProvider } from "@/components/ui/query-provider";
import type { Configuration, NotificationPreferences } from "@/lib/customers/schema/customer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ClientFields, type DataCentre, type DemoClient, DemoNote } from "./client-fields";
import { CompanyFields } from "./company-fields";
import { ConfigurationFields } from "./configuration-fields";
import { FoldedFields } from "./folded-fields";
import { FormSection } from "./form-section";
import { type TestClient, useClientTest } from "./use-client-test";

type NewCustomerFormProps = {
  centres: readonly DataCentre[];
  usual: { configuration: Configuration; notificationPreferences: NotificationPreferences };
  demo: DemoClient | null;
  create: (input: unknown, key?: string) => Promise<Envelope<{ id: number }>>;
  test: TestClient;
};

/** Asks who a customer is and for its client at Zuora, which may be tried out, and makes it. */
export function NewCustomerForm(props: NewCustomerFormProps) {
  return (
    <QueryProvider>
      <CustomerForm {...props} />
    </QueryProvider>
  );
}

const client = ["zuoraBaseUrl", "zuoraClientId", "zuoraClientSecret"] as const;
const blank = { name: "", contactEmail: "", zuoraBaseUrl: "", zuoraClientId: "", zuoraClientSecret: "" };

function CustomerForm({ centres, usual, demo, create, test }: NewCustomerFormProps) {
  const t = useTranslations("customers.form");
  const words = useTranslations("customers.test");
  const router = useRouter();
  const tryClient = useClientTest(test);
  const step = useStepForm({
    schema: () => import("@/lib/customers/schema/customer").then(found => found.NewCustomer),
    defaultValues: { ...blank, ...usual },
    save: (values, { idempotencyKey }) => create(values, idempotencyKey),
    onSaved: made => router.push(`/admin/customers/${made?.id}`),
  });
  const { form, register, field, errors } = step;
  const [zuoraBaseUrl, zuoraClientId, zuoraClientSecret] = form.watch(client);
  return (
    <div className="grid gap-6">
      {demo ? <DemoNote {...demo} /> : null}
      <StepForm step={step} submitLabel={t("create")} busyLabel={t("creating")}>
        <CompanyFields field={field} register={register} />
        <FormSection title={t("zuora")}>
          <ClientFields field={field} register={register} centres={centres} />
          <ConnectionTest
            label={words("button")}
            timeoutSeconds={30}
            run={() => tryClient({ zuoraBaseUrl, zuoraClientId, zuoraClientSecret })}
            credentials={[zuoraBaseUrl, zuoraClientId, zuoraClientSecret]}
            check={() => form.trigger([...client], { shouldFocus: true })}
          />
        </FormSection>
        <FoldedFields
          title={t("more")}
          hint={t("moreHint")}
          isOpen={errors.some(error => /^(configuration|notification)/.test(error.field ?? ""))}
        >
          <ConfigurationFields
            field={field}
            register={register}
            chosen={usual.configuration}
            setPatience={minutes => form.setValue("configuration.alertAfterMinutes", minutes, { shouldDirty: true })}
          />
        </FoldedFields>
      </StepForm>
    </div>
  );
}
