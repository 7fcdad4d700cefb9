"use client";

import { Ban } from "lucide-react";
import type { Envelope } from "@/lib/platform/http/envelope";
import { StaffAct } from "./staff-act";

type ContractCancelProps = {
  contractId: string;
  cancel: (input: { id: string; reason: string }) => Promise<Envelope<unknown>>;
};

/** The button that ends a contract for good. */
export function ContractCancel({ contractId, cancel }: ContractCancelProps) {
  const act = (reason: string) => cancel({ id: contractId, reason });
  return <StaffAct name="cancel" of={contractId} icon={<Ban aria-hidden />} act={act} />;
}
