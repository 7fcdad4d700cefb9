import { useFormatter } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "./table";

type CountTableProps<Column extends string> = {
  caption: string;
  /** What the first column names. */
  lead: string;
  columns: readonly { id: Column; label: string }[];
  rows: readonly { id: string; name: string; counts: Readonly<Record<Column, number>> }[];
};

/** A table of numbers: what each row is about, and how many of each column. */
export function CountTable<Column extends string>({ caption, lead, columns, rows }: CountTableProps<Column>) {
  const format = useFormatter();
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell className="align-bottom">{lead}</HeaderCell>
        {columns.map(({ id, label }) => (
          <HeaderCell key={id} numeric className="align-bottom max-lg:whitespace-normal">
            {label}
          </HeaderCell>
        ))}
      </TableHead>
      <TableBody>
        {rows.map(row => (
          <TableRow key={row.id}>
            <Cell lead label={lead} className="sm:whitespace-nowrap">
              {row.name}
            </Cell>
            {columns.map(({ id, label }) => (
              <Cell key={id} numeric label={label}>
                {format.number(row.counts[id])}
              </Cell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
