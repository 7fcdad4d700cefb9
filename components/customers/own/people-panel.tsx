import { MailPlus, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { CustomerInviteView, CustomerPeople, CustomerUserView } from "@/lib/customers/view/access";
import { InviteActs, UserActs } from "./people-acts";
import type { PeopleDesk } from "./people-door";

type Manages = { mayManage: boolean; desk?: PeopleDesk };
type PeoplePanelProps = Manages & { people: CustomerPeople; actions?: ReactNode };

/** Who works in a customer, and who is asked to; what may be done about them for who may, from the desk where there is one. */
export function PeoplePanel({ people, mayManage, desk, actions }: PeoplePanelProps) {
  const t = useTranslations("customer.users");
  const { users, invites } = people;
  return (
    <div className="grid grid-cols-1 gap-6">
      <Card flush title={t("people")} actions={actions}>
        {users.length === 0 ? (
          <EmptyState icon={UserRound} title={t("nobody")} />
        ) : (
          <Table caption={t("people")}>
            <TableHead>
              <HeaderCell>{t("person")}</HeaderCell>
              <HeaderCell>{t("role")}</HeaderCell>
              <HeaderCell>{t("lastSeen")}</HeaderCell>
              {mayManage ? <HeaderCell>{t("act")}</HeaderCell> : null}
            </TableHead>
            <TableBody>
              {users.map(user => (
                <UserRow key={user.id} user={user} mayManage={mayManage} desk={desk} />
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
      <Card flush title={t("invited")}>
        {invites.length === 0 ? (
          <EmptyState icon={MailPlus} title={t("nobodyInvited")}>
            {mayManage ? t("nobodyInvitedHelp") : null}
          </EmptyState>
        ) : (
          <Table caption={t("invited")}>
            <TableHead>
              <HeaderCell>{t("person")}</HeaderCell>
              <HeaderCell>{t("role")}</HeaderCell>
              <HeaderCell>{t("until")}</HeaderCell>
              {mayManage ? <HeaderCell>{t("act")}</HeaderCell> : null}
            </TableHead>
            <TableBody>
              {invites.map(invite => (
                <InviteRow key={invite.id} invite={invite} mayManage={mayManage} desk={desk} />
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
    </div>
  );
}

function UserRow({ user, mayManage, desk }: Manages & { user: CustomerUserView }) {
  const t = useTranslations("customer.users");
  const { name, email, role, lastSeenAt, joinedAt, isSelf } = user;
  return (
    <TableRow>
      <Cell lead label={t("person")} className="max-w-80 wrap-anywhere">
        <bdi>{name ?? email ?? t("unnamed")}</bdi>
        {isSelf ? <span className="font-normal text-ink-muted"> ({t("you")})</span> : null}
        {name && email ? <span className="block text-sm font-normal text-ink-muted">{email}</span> : null}
      </Cell>
      <Cell label={t("role")}>{t(`roles.${role}`)}</Cell>
      <Cell label={t("lastSeen")} className="whitespace-nowrap">
        <Time value={lastSeenAt ?? joinedAt} precision="day" />
      </Cell>
      {mayManage ? (
        <Cell label={t("act")}>
          <UserActs user={user} desk={desk} />
        </Cell>
      ) : null}
    </TableRow>
  );
}

function InviteRow({ invite, mayManage, desk }: Manages & { invite: CustomerInviteView }) {
  const t = useTranslations("customer.users");
  const { email, role, expiresAt, isExpired } = invite;
  return (
    <TableRow>
      <Cell lead label={t("person")} className="max-w-80 wrap-anywhere">
        {email}
      </Cell>
      <Cell label={t("role")}>{t(`roles.${role}`)}</Cell>
      <Cell label={t("until")}>
        {isExpired ? <Status tone="warning">{t("expired")}</Status> : <Time value={expiresAt} precision="day" />}
      </Cell>
      {mayManage ? (
        <Cell label={t("act")}>
          <InviteActs invite={invite} desk={desk} />
        </Cell>
      ) : null}
    </TableRow>
  );
}
