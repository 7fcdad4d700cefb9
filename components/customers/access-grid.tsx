import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { type CustomerRole, customerRoles } from "@/lib/customers/schema/access";

type AccessGridProps<Name extends string> = {
  caption: string;
  /** What the rows are. */
  head: string;
  names: readonly Name[];
  say: (name: Name) => string;
  cell: (role: CustomerRole, name: Name) => ReactNode;
};

/** One row for each thing, one column for each role. */
export function AccessGrid<Name extends string>({ caption, head, names, say, cell }: AccessGridProps<Name>) {
  const t = useTranslations("customers.access");
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell>{head}</HeaderCell>
        {customerRoles.map(role => (
          <HeaderCell key={role}>{t(`roles.${role}`)}</HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {names.map(name => (
          <TableRow key={name}>
            <Cell lead label={head}>
              {say(name)}
            </Cell>
            {customerRoles.map(role => (
              <Cell key={role} label={t(`roles.${role}`)}>
                {cell(role, name)}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
