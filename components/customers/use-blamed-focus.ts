"use client";

import { useEffect } from "react";
import { fieldId } from "@/components/ui/field-context";
import type { CustomerView } from "@/lib/customers/view/customer";

type Fault = NonNullable<CustomerView["keyProblem"]>["class"];

// Where a right is missing nothing that is typed is wrong: another client may have it.
const blamed: Record<Fault, string> = {
  auth: "zuoraClientSecret",
  unreadable: "zuoraClientSecret",
  other_tenant: "zuoraClientId",
  wrong_address: "zuoraBaseUrl",
  permission: "zuoraClientId",
};

/** Who comes to mend credentials lands on the input that is to blame. */
export function useBlamedFocus(fault: Fault | undefined): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page opens
  useEffect(() => {
    if (fault) document.getElementById(fieldId(blamed[fault]))?.focus();
  }, []);
}
