"use client";

import { UserPlus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { customerRoles } from "@/lib/customers/schema/access";
import { type PeopleDesk, peopleDoor } from "./people-door";

/** Asks whom to invite and as what, and writes to them. */
export function InviteSomebody({ customerId, desk }: { customerId: number; desk?: PeopleDesk }) {
  const t = useTranslations("customer.users");
  const router = useRouter();
  const [told, setTold] = useState("");
  const invite = async (given: FormData) => {
    const email = String(given.get("email") ?? "");
    const answer = await peopleDoor(desk).invite({ email, role: given.get("role"), customerId });
    if (answer.success) setTold(t("invite.done", { email }));
    return answer;
  };
  return (
    <div>
      <span role="status" className="sr-only">
        {told}
      </span>
      <Question
        trigger={
          <Button>
            <UserPlus aria-hidden />
            {t("invite.button")}
          </Button>
        }
        title={t("invite.title")}
        effect={t("invite.effect")}
        confirm={{ label: t("invite.confirm"), busy: t("invite.busy") }}
        act={invite}
        onDone={router.refresh}
      >
        {refused => (
          <>
            <Field name="email" label={t("invite.email")} error={refused.email}>
              <Input type="email" name="email" autoComplete="off" spellCheck={false} maxLength={254} />
            </Field>
            <RadioGroup
              name="role"
              legend={t("invite.role")}
              error={refused.role}
              defaultValue="viewer"
              options={customerRoles.toReversed().map(role => ({
                ...{ value: role, label: t(`roles.${role}`), hint: t(`roleHints.${role}`) },
              }))}
            />
          </>
        )}
      </Question>
    </div>
  );
}
