"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { CustomerInviteView, CustomerUserView } from "@/lib/customers/view/access";
import { type PeopleDesk, peopleDoor } from "./people-door";

/** Gives somebody the other role, or removes them, each after a question. */
export function UserActs({ user, desk }: { user: CustomerUserView; desk?: PeopleDesk }) {
  const t = useTranslations("customer.users.acts");
  const roles = useTranslations("customer.users.roles");
  const { refresh } = useRouter();
  const { id, role, isSelf } = user;
  const name = user.name ?? user.email ?? t("somebody");
  const other = role === "manager" ? "viewer" : "manager";
  const door = peopleDoor(desk);
  const trigger = (label: string, aria: string) => (
    <Button variant="ghost" size="small" aria-label={aria}>
      {label}
    </Button>
  );
  // Who has taken the right from themselves is led by the pages to what is left.
  const leave = () => (isSelf ? window.location.assign("/customer") : refresh());
  return (
    <div className="flex flex-wrap gap-1 max-sm:justify-end sm:-ml-3">
      <Question
        trigger={trigger(t("change"), t("changeOf", { name }))}
        title={t("changeTitle", { name, role: roles(other) })}
        effect={t(`changeEffect.${other}`)}
        confirm={{ label: t("changeConfirm", { role: roles(other) }), busy: t("changing") }}
        act={() => door.giveRole(id, other)}
        onDone={leave}
      />
      <Question
        trigger={trigger(t("remove"), t("removeOf", { name }))}
        title={t("removeTitle", { name })}
        effect={t("removeEffect")}
        confirm={{ label: t("remove"), busy: t("removing"), isDanger: true }}
        act={() => door.remove(id)}
        onDone={leave}
      />
    </div>
  );
}

/** Sends an invite again, or takes it back. */
export function InviteActs({ invite: { id, email }, desk }: { invite: CustomerInviteView; desk?: PeopleDesk }) {
  const t = useTranslations("customer.users.acts");
  const { refresh } = useRouter();
  const door = peopleDoor(desk);
  return (
    <div className="flex flex-wrap gap-1 max-sm:justify-end sm:-ml-3">
      <Question
        trigger={
          <Button variant="ghost" size="small" aria-label={t("resendOf", { email })}>
            {t("resend")}
          </Button>
        }
        title={t("resendTitle", { email })}
        effect={t("resendEffect")}
        confirm={{ label: t("resendConfirm"), busy: t("resending") }}
        act={() => door.resend(id)}
        onDone={refresh}
      />
      <Question
        trigger={
          <Button variant="ghost" size="small" aria-label={t("revokeOf", { email })}>
            {t("revoke")}
          </Button>
        }
        title={t("revokeTitle", { email })}
        effect={t("revokeEffect")}
        confirm={{ label: t("revokeConfirm"), busy: t("revoking"), isDanger: true }}
        act={() => door.revoke(id)}
        onDone={refresh}
      />
    </div>
  );
}
