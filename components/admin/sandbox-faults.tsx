import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { FaultView } from "@/lib/platform/sandbox/schema";

/** The faults in force, in the order in which they are asked; cards on phones. */
export function SandboxFaults({ faults }: { faults: readonly FaultView[] }) {
  const t = useTranslations("sandbox");
  return (
    <Table caption={t("faults.title")}>
      <TableHead>
        <HeaderCell>{t("upstream")}</HeaderCell>
        <HeaderCell>{t("fault")}</HeaderCell>
        <HeaderCell>{t("faults.scope")}</HeaderCell>
        <HeaderCell numeric>{t("faults.seen")}</HeaderCell>
      </TableHead>
      <TableBody>
        {faults.map(({ upstream, operation, fault, times, after, seen }, at) => (
          // The sandbox gives them no names, and there may be the same twice.
          <TableRow key={[at, upstream, fault].join(" ")}>
            <Cell lead label={t("upstream")}>
              {t.has(`upstreams.${upstream}` as "upstreams.rezen")
                ? t(`upstreams.${upstream}` as "upstreams.rezen")
                : upstream}
              {operation ? (
                <span className="block font-mono text-sm font-normal text-ink-muted">{operation}</span>
              ) : null}
            </Cell>
            <Cell label={t("fault")}>{t(`kinds.${fault}`)}</Cell>
            <Cell label={t("faults.scope")}>
              {times === undefined ? t("faults.always", { after }) : t("faults.some", { times, after })}
            </Cell>
            <Cell label={t("faults.seen")} numeric>
              {seen}
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
