import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import {
  type CustomerRole,
  customerRoles,
  type Permission,
  permissions,
  type Widget,
} from "@/lib/customers/schema/access";
import { type Fact, FactList } from "./fact-list";
import { WarningList } from "./warning-list";

type Tested = { role: CustomerRole; permission: Permission; isExpected: boolean; isGranted: boolean };

/** What the step of user access keeps, as far as it is shown. */
export type AccessOutputs = {
  roles: { role: CustomerRole; users: number; invited: number }[];
  permissions: Record<CustomerRole, Partial<Record<Permission, boolean>>>;
  widgets: Record<CustomerRole, Widget[]>;
  accessTest: Tested[];
  warnings: string[];
};

/** Are these the outputs of that step? */
export const isAccessOutputs = (told: Record<string, unknown>): told is AccessOutputs =>
  ["roles", "permissions", "widgets", "accessTest", "warnings"].every(name => name in told);

/** Who is there, what each role may do and whether the test found it so, and what each sees first. */
export function AccessFound({ roles, permissions: matrix, widgets, accessTest, warnings }: AccessOutputs) {
  const t = useTranslations("customers.access");
  const facts: Fact[] = [
    ...roles.map(({ role, users, invited }) => ({
      ...{ name: role, label: t(`roles.${role}`), value: t("people", { users, invited }) },
    })),
    ...customerRoles.map(role => ({
      ...{ name: `widgets-${role}`, label: t("sees", { role: t(`one.${role}`) }) },
      value: widgets[role].map(widget => t(`widgets.${widget}`)).join(" · "),
    })),
  ];
  // On the wire the names of permissions, which are keys here, are written as all keys are.
  const isAllowed = (role: CustomerRole, permission: Permission) =>
    matrix[role][permission] ??
    accessTest.find(one => one.role === role && one.permission === permission)?.isExpected ??
    false;
  return (
    <>
      <FactList facts={facts} />
      <Table caption={t("matrix")}>
        <TableHead>
          <HeaderCell>{t("permission")}</HeaderCell>
          {customerRoles.map(role => (
            <HeaderCell key={role}>{t(`roles.${role}`)}</HeaderCell>
          ))}
        </TableHead>
        <TableBody>
          {permissions.map(permission => (
            <TableRow key={permission}>
              <Cell lead label={t("permission")}>
                {t(`permissions.${permission.replace(".", "_") as "sync_run"}`)}
              </Cell>
              {customerRoles.map(role => (
                <Cell key={role} label={t(`roles.${role}`)}>
                  <Tested
                    isAllowed={isAllowed(role, permission)}
                    test={accessTest.find(one => one.role === role && one.permission === permission)}
                  />
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <WarningList warnings={warnings} />
    </>
  );
}

function Tested({ isAllowed, test }: { isAllowed: boolean; test: Tested | undefined }) {
  const t = useTranslations("customers.access");
  if (test && test.isGranted !== test.isExpected)
    return <Status tone="danger">{t(test.isGranted ? "letIn" : "refused")}</Status>;
  const state = t(isAllowed ? "allowed" : "notAllowed");
  return (
    <Status tone={isAllowed ? "success" : "neutral"} icon={isAllowed ? Check : Minus} className="font-normal">
      {test ? t("tested", { state }) : state}
    </Status>
  );
}
