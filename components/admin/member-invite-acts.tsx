"use client";

import { Mail, RotateCw, Undo2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { PlanView } from "@/lib/members/view/employer";
import type { MemberView } from "@/lib/members/view/member";
import type { Envelope } from "@/lib/platform/http/envelope";
import { ReasonField } from "./reason-field";

type Act<Input> = (input: Input & { id: number }) => Promise<Envelope<unknown>>;
type MemberInviteActsProps = {
  member: MemberView;
  plans: readonly Pick<PlanView, "id" | "name" | "coreOffering">[];
  acts: {
    invite: Act<{ planSubscriptionId: string }>;
    resend: Act<object>;
    revoke: Act<{ reason: string }>;
  };
  onDone: (told: string) => void;
};

/** What an admin can do about a member's invite as the member stands. */
export function MemberInviteActs({ member, plans, acts, onDone }: MemberInviteActsProps) {
  const words = useTranslations("members.employers");
  const names = useTranslations("members.members");
  const { id, canInvite, canResend, canRevoke } = member;
  const asked = { name: member.name ?? names("nameless"), onDone };
  return (
    <>
      {canInvite ? (
        <Ask
          {...asked}
          act="invite"
          icon={<Mail aria-hidden />}
          send={given => acts.invite({ id, planSubscriptionId: String(given.get("planSubscriptionId") ?? "") })}
        >
          {refused => <Plans plans={plans} error={refused.planSubscriptionId ?? refused.phoneNumber} />}
        </Ask>
      ) : null}
      {canResend ? (
        <Ask {...asked} act="resend" icon={<RotateCw aria-hidden />} send={() => acts.resend({ id })} />
      ) : null}
      {canRevoke ? (
        <Ask
          {...asked}
          act="revoke"
          icon={<Undo2 aria-hidden />}
          send={given => acts.revoke({ id, reason: String(given.get("reason") ?? "") })}
        >
          {refused => <ReasonField label={words("reason")} hint={words("reasonHint")} error={refused.reason} />}
        </Ask>
      ) : null}
    </>
  );
}

type AskProps = {
  act: "invite" | "resend" | "revoke";
  name: string;
  icon: ReactNode;
  send: (given: FormData) => Promise<Envelope<unknown>>;
  onDone: (told: string) => void;
  children?: (refused: Record<string, string | undefined>) => ReactNode;
};

function Ask({ act, name, icon, send, onDone, children }: AskProps) {
  const t = useTranslations(`members.acts.${act}`);
  const words = useTranslations("members.employers");
  const router = useRouter();
  return (
    <Question
      trigger={
        <Button variant="secondary" size="small">
          {icon}
          {t("button")}
        </Button>
      }
      title={t("title", { name })}
      effect={t("effect")}
      confirm={{ label: t("button"), busy: words("busy"), isDanger: act === "revoke" }}
      act={send}
      onDone={() => {
        onDone(t("done", { name }));
        router.refresh();
      }}
    >
      {refused => children?.(refused)}
    </Question>
  );
}

function Plans({ plans, error }: { plans: MemberInviteActsProps["plans"]; error: string | undefined }) {
  const t = useTranslations("members.acts.activate");
  return (
    <Field name="planSubscriptionId" label={t("plan")} error={error}>
      <Select name="planSubscriptionId" defaultValue={plans.length === 1 ? plans[0]?.id : ""}>
        <option value="">{t("choosePlan")}</option>
        {plans.map(({ id, name, coreOffering }) => (
          <option key={id} value={id}>
            {`${name} (${coreOffering})`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
