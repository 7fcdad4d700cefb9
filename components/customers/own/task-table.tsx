import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { TaskView, WorkflowDetail } from "@/lib/customers/view/access";

type Parts = Pick<WorkflowDetail, "parts" | "linkages">;

/** The tasks of a workflow: what each does, and what comes after it when. */
export function TaskTable({ parts, linkages }: Parts) {
  const t = useTranslations("customer.workflow.tasks");
  return (
    <Table caption={t("caption")}>
      <TableHead>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell>{t("actionType")}</HeaderCell>
        <HeaderCell>{t("object")}</HeaderCell>
        <HeaderCell>{t("priority")}</HeaderCell>
        <HeaderCell>{t("next")}</HeaderCell>
      </TableHead>
      <TableBody>
        {parts.map(task => (
          <TaskRow key={task.id} task={task} parts={parts} linkages={linkages} />
        ))}
      </TableBody>
    </Table>
  );
}

function TaskRow({ task, parts, linkages }: Parts & { task: TaskView }) {
  const t = useTranslations("customer.workflow.tasks");
  const { id, name, actionType, object, priority } = task;
  const next = linkages.filter(({ from }) => from === id);
  const isFirst = linkages.some(({ from, to }) => from === null && to === id);
  const nameOf = (to: string | null) => parts.find(one => one.id === to)?.name ?? (to === null ? t("end") : to);
  return (
    <TableRow>
      <Cell lead label={t("name")} className="max-w-80 wrap-anywhere">
        {name}
        {isFirst ? <span className="block text-sm font-normal text-ink-muted">{t("first")}</span> : null}
      </Cell>
      <Cell label={t("actionType")}>{actionType}</Cell>
      <Cell label={t("object")}>{object ?? "–"}</Cell>
      <Cell label={t("priority")}>{priority ?? "–"}</Cell>
      <Cell label={t("next")}>
        {next.length === 0 ? (
          "–"
        ) : (
          <ul className="grid gap-0.5">
            {next.map(({ to, type }) => (
              <li key={`${to} ${type}`} className="wrap-anywhere">
                {nameOf(to)} <span className="text-sm text-ink-muted">({type})</span>
              </li>
            ))}
          </ul>
        )}
      </Cell>
    </TableRow>
  );
}
