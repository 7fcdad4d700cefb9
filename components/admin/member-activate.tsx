"use client";

import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { PlanView } from "@/lib/members/view/employer";
import type { Envelope } from "@/lib/platform/http/envelope";
import { MemberPlanChoice } from "./member-plan-choice";
import type { Choice, Preview } from "./use-preview";

type MemberActivateProps = {
  member: { id: number; name: string };
  plans: readonly Pick<PlanView, "id" | "name" | "coreOffering">[];
  preview: Preview;
  activate: (input: Choice & { id: number }) => Promise<Envelope<unknown>>;
  onDone: (told: string) => void;
};

/** Asks for a plan, shows what would happen with it, and gives it. */
export function MemberActivate({ member, plans, preview, activate, onDone }: MemberActivateProps) {
  const t = useTranslations("members.acts.activate");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button>
          <CircleCheck aria-hidden />
          {t("button")}
        </Button>
      }
      title={t("title", member)}
      effect={t(plans.length === 0 ? "noPlans" : "effect")}
      confirm={{ label: t("confirm"), busy: t("busy") }}
      act={given =>
        activate({
          id: member.id,
          planSubscriptionId: String(given.get("planSubscriptionId") ?? ""),
          replaces: given.has("replaces"),
        })
      }
      onDone={() => {
        onDone(t("done", member));
        router.refresh();
      }}
    >
      {refused => <MemberPlanChoice memberId={member.id} plans={plans} preview={preview} refused={refused} />}
    </Question>
  );
}
