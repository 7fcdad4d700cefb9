"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Question } from "@/components/flow/question";
import { Button } from "@/components/ui/button";
import type { CustomerInviteView, CustomerUserView } from "@/lib/customers/view/access";
import { call } from "@/lib/platform/http/browser";

/** Gives somebody the other role, or removes them, each after a question. */
export function UserActs({ user }: { user: CustomerUserView }) {
  const t = useTranslations("customer.users.acts");
  const roles = useTranslations("customer.users.roles");
  const { refresh } = useRouter();
  const { id, role, isSelf } = user;
  const name = user.name ?? user.email ?? t("somebody");
  const other = role === "manager" ? "viewer" : "manager";
  const path = `/api/v1/customer/users/${id}`;
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
        act={() => call("PUT", `${path}/role`, { role: other })}
        onDone={leave}
      />
      <Question
        trigger={trigger(t("remove"), t("removeOf", { name }))}
        title={t("removeTitle", { name })}
        effect={t("removeEffect")}
        confirm={{ label: t("remove"), busy: t("removing"), isDanger: true }}
        act={() => call("DELETE", path)}
        onDone={leave}
      />
    </div>
  );
}

/** Sends an invite again, or takes it back. */
export function InviteActs({ invite: { id, email } }: { invite: CustomerInviteView }) {
  const t = useTranslations("customer.users.acts");
  const { refresh } = useRouter();
  const path = `/api/v1/customer/invites/${id}`;
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
        act={() => call("POST", `${path}/resend`)}
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
        act={() => call("POST", `${path}/revoke`)}
        onDone={refresh}
      />
    </div>
  );
}
