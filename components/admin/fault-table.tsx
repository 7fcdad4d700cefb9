import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";

type FaultTableProps = {
  words: { caption: string; line: string; problem: string };
  faults: readonly { line: number; problems: readonly string[] }[];
};

/** Lines of a file with what is wrong with each. */
export function FaultTable({ words: { caption, line: lineWord, problem }, faults }: FaultTableProps) {
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell numeric className="w-px">
          {lineWord}
        </HeaderCell>
        <HeaderCell>{problem}</HeaderCell>
      </TableHead>
      <TableBody>
        {faults.map(({ line, problems }) => (
          <TableRow key={line}>
            <LineCell label={lineWord} line={line} />
            <Cell label={problem} className="wrap-anywhere">
              {problems.join(" · ")}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The line of a file that a row is about, as the row's title. */
export function LineCell({ label, line }: { label: string; line: number }) {
  return (
    <Cell lead numeric label={label}>
      <span className="sm:hidden">{label} </span>
      {line}
    </Cell>
  );
}
