import { useEffect, useState } from "react";
import type { StaffExplained } from "@/lib/members/view/activation";
import type { Envelope } from "@/lib/platform/http/envelope";

/** Which plan a member shall get, and whether in the place of another. */
export type Choice = { planSubscriptionId: string; replaces: boolean };
/** Asks what would happen. */
export type Preview = (input: Choice & { id: number }) => Promise<Envelope<StaffExplained>>;

type Seen = { of: string; decision: StaffExplained | null; problem: string | null };

/** What would happen by a choice: asked anew as it changes; an answer that came too late counts for nothing. */
export function usePreview(memberId: number, choice: Choice, preview: Preview) {
  const { planSubscriptionId, replaces } = choice;
  const of = `${planSubscriptionId} ${replaces}`;
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    if (planSubscriptionId === "") return;
    let isOver = false;
    const asked = `${planSubscriptionId} ${replaces}`;
    preview({ id: memberId, planSubscriptionId, replaces }).then(
      answer =>
        isOver || setSeen({ of: asked, decision: answer.data, problem: answer.success ? null : answer.message }),
      () => isOver || setSeen({ of: asked, decision: null, problem: "" }),
    );
    return () => {
      isOver = true;
    };
  }, [memberId, planSubscriptionId, replaces, preview]);
  const isCurrent = seen?.of === of;
  return {
    decision: isCurrent ? seen.decision : null,
    problem: isCurrent ? seen.problem : null,
    isLooking: planSubscriptionId !== "" && !isCurrent,
  };
}
