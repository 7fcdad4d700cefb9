"use client";

import { Pencil, UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { LinkButton } from "@/components/ui/link-button";
import type { PlanView } from "@/lib/members/view/employer";
import type { MemberView } from "@/lib/members/view/member";
import { MemberActivate } from "./member-activate";
import { MemberCancel } from "./member-cancel";
import { MemberDeactivate } from "./member-deactivate";
import { MemberSchedule } from "./member-schedule";

type MemberActsProps = {
  member: MemberView;
  plans: readonly PlanView[];
  acts: Pick<ComponentProps<typeof MemberActivate>, "preview" | "activate"> &
    Pick<ComponentProps<typeof MemberDeactivate>, "deactivate"> &
    Pick<ComponentProps<typeof MemberSchedule>, "schedule"> &
    Pick<ComponentProps<typeof MemberCancel>, "cancel">;
};

/** What an admin can do with a member as they stand. */
export function MemberActs({ member, plans, acts: { deactivate, schedule, cancel, ...acts } }: MemberActsProps) {
  const t = useTranslations("members.acts");
  const words = useTranslations("members.members");
  const [done, setDone] = useState("");
  const who = { id: member.id, name: member.name ?? words("nameless") };
  const chosen = plans.map(({ id, name, coreOffering }) => ({ id, name, coreOffering }));
  return (
    <>
      <span role="status" className="sr-only">
        {done}
      </span>
      {member.canActivate ? <MemberActivate member={who} plans={chosen} {...acts} onDone={setDone} /> : null}
      {member.canSchedule ? (
        <MemberSchedule
          member={who}
          plans={plans.filter(({ allowsAuto }) => allowsAuto)}
          schedule={schedule}
          onDone={setDone}
        />
      ) : null}
      {member.canCancel ? <MemberCancel member={who} cancel={cancel} onDone={setDone} /> : null}
      {member.canDeactivate ? (
        <MemberDeactivate member={who} plans={member.plans} deactivate={deactivate} onDone={setDone} />
      ) : null}
      {member.erasedAt === null ? (
        <LinkButton variant="secondary" href={`/admin/members/${member.id}/edit`}>
          <Pencil aria-hidden />
          {t("edit.button")}
        </LinkButton>
      ) : null}
      {member.erasedAt === null && member.primary === null ? (
        <LinkButton variant="secondary" href={`/admin/members/new?of=${member.id}`}>
          <UserPlus aria-hidden />
          {t("dependent.button")}
        </LinkButton>
      ) : null}
    </>
  );
}
