"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConnectionTest } from "@/components/flow/connection-test";
import { StepForm } from "@/components/flow/step-form";
import { useStepForm } from "@/components/flow/use-step-form";
import { Notice } from "@/components/ui/notice";
import { QueryProvider } from "@/components/ui/query-provider";
import type { CustomerView } from "@/lib/customers/view/customer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ClientFields, type DataCentre } from "./client-fields";
import { useBlamedFocus } from "./use-blamed-focus";
import { type TestClient, useClientTest } from "./use-client-test";

type CredentialsFormProps = {
  customer: CustomerView;
  centres: readonly DataCentre[];
  change: (input: unknown) => Promise<Envelope<{ jobId: number | null }>>;
  test: TestClient;
};

/** The client of a customer at Zuora, tried out and replaced; the secret that is stored is never shown. */
export function CredentialsForm(props: CredentialsFormProps) {
  return (
    <QueryProvider>
      <ClientForm {...props} />
    </QueryProvider>
  );
}

const names = ["zuoraBaseUrl", "zuoraClientId", "zuoraClientSecret"] as const;

function ClientForm({ customer, centres, change, test }: CredentialsFormProps) {
  const { id: customerId, zuoraBaseUrl, zuoraClientId, zuoraClientSecret, keyProblem } = customer;
  const t = useTranslations("customers");
  const router = useRouter();
  const tryClient = useClientTest(test);
  const [saved, setSaved] = useState<"saved" | "same" | null>(null);
  const step = useStepForm({
    schema: () => import("@/lib/customers/schema/acts").then(found => found.ClientChange),
    // A data centre that is none any more is chosen anew.
    defaultValues: {
      ...{ zuoraClientId, zuoraClientSecret: "" },
      zuoraBaseUrl: centres.some(({ url }) => url === zuoraBaseUrl) ? zuoraBaseUrl : "",
    },
    save: values => change({ ...values, customerId }),
    onSaved: done => {
      // What was typed is kept now, and shown no more.
      step.form.reset({ ...step.form.getValues(), zuoraClientSecret: "" });
      setSaved(done?.jobId === null ? "same" : "saved");
      router.refresh();
    },
  });
  const { form, register, field } = step;
  const typed = form.watch(names);
  useBlamedFocus(keyProblem?.class);
  return (
    <>
      <div role="status" className="empty:hidden">
        {saved && !form.formState.isDirty ? (
          <Notice tone={saved === "saved" ? "success" : "neutral"} title={t(`key.${saved}`)} className="mb-6" />
        ) : null}
      </div>
      <StepForm step={step} submitLabel={t("key.save")}>
        <ClientFields
          field={field}
          register={register}
          centres={centres}
          onFile={{ lastFour: zuoraClientSecret.replace(/^•+/, "") || null }}
        />
        <ConnectionTest
          label={t("test.button")}
          timeoutSeconds={30}
          run={async () => {
            const [baseUrl, clientId, clientSecret] = typed;
            const answer = await tryClient({
              ...{ customerId, zuoraBaseUrl: baseUrl, zuoraClientId: clientId },
              ...(clientSecret ? { zuoraClientSecret: clientSecret } : {}),
            });
            // What a test of the stored ones found is marked, and what waited may go on.
            if (!clientSecret) router.refresh();
            return answer;
          }}
          credentials={[...typed]}
          check={() => form.trigger([...names], { shouldFocus: true })}
          onConnected={step.forgetRefusal}
        />
      </StepForm>
    </>
  );
}
