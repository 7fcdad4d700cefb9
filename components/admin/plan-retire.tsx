"use client";

import type { ReactElement } from "react";
import type { PlanView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { StaffAct } from "./staff-act";

type PlanRetireProps = {
  plan: Pick<PlanView, "id" | "name">;
  icon: ReactElement;
  retire: (input: { id: string; reason: string }) => Promise<Envelope<unknown>>;
};

/** The button that takes a plan off the shelf. */
export function PlanRetire({ plan, icon, retire }: PlanRetireProps) {
  return <StaffAct name="retire" of={plan.name} icon={icon} act={reason => retire({ id: plan.id, reason })} />;
}
