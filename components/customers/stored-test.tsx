"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ConnectionTest } from "@/components/flow/connection-test";
import type { CustomerView } from "@/lib/customers/view/customer";
import { type TestClient, useClientTest } from "./use-client-test";

type StoredTestProps = {
  customer: Pick<CustomerView, "id" | "zuoraBaseUrl" | "zuoraClientId" | "zuoraClientSecret">;
  test: TestClient;
};

/** Tests the credentials that are stored; when they work again, what waited for that goes on. */
export function StoredTest({ customer, test }: StoredTestProps) {
  const { id: customerId, zuoraBaseUrl, zuoraClientId, zuoraClientSecret } = customer;
  const t = useTranslations("customers.test");
  const router = useRouter();
  const tryClient = useClientTest(test);
  const run = async () => {
    const answer = await tryClient({ customerId });
    // What it found is marked, well or not.
    router.refresh();
    return answer;
  };
  return (
    <ConnectionTest
      label={t("stored")}
      timeoutSeconds={30}
      run={run}
      credentials={[zuoraBaseUrl, zuoraClientId, zuoraClientSecret]}
    />
  );
}
