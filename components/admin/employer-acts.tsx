"use client";

import { Ban, CircleCheck } from "lucide-react";
import type { EmployerView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { StaffAct } from "./staff-act";

type Act = (input: { id: number; reason: string }) => Promise<Envelope<unknown>>;
type EmployerActsProps = { employer: Pick<EmployerView, "id" | "name" | "disabledAt">; disable: Act; enable: Act };

/** Disables an employer, or enables it again. */
export function EmployerActs({ employer: { id, name, disabledAt }, disable, enable }: EmployerActsProps) {
  return disabledAt === null ? (
    <StaffAct
      key="disable"
      name="disable"
      of={name}
      size="medium"
      icon={<Ban aria-hidden />}
      act={reason => disable({ id, reason })}
    />
  ) : (
    <StaffAct
      key="enable"
      name="enable"
      of={name}
      size="medium"
      icon={<CircleCheck aria-hidden />}
      act={reason => enable({ id, reason })}
    />
  );
}
