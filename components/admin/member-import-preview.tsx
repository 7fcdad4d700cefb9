import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Notice } from "@/components/ui/notice";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { ImportAct } from "@/lib/members/schema/import";
import type { ImportFault, ImportPreviewView } from "@/lib/members/view/import";
import { FaultTable, LineCell } from "./fault-table";

/** A row's faults as sentences, each with its field. */
export const toProblems = ({ line, errors }: ImportFault) => ({
  line,
  problems: errors.map(({ field, message }) => [field, message].filter(Boolean).join(": ")),
});

type MemberImportPreviewProps = { act: ImportAct; preview: ImportPreviewView };

/** What is in a file that was not started: how much of it can be taken, its first rows, and its first faults. */
export function MemberImportPreview({ act, preview }: MemberImportPreviewProps) {
  const t = useTranslations("memberImports");
  const { good, bad, duplicates, fresh, lacking, known, dayOrder, faults } = preview;
  const ofPlan = act === "add" ? {} : { lacking };
  const counts = Object.entries({ good, fresh, ...ofPlan, known, bad, duplicates }).map(([key, value]) => ({
    key,
    label: t(key as "good"),
    value: String(value),
  }));
  const days = { key: "days", label: t("dayOrder"), value: t(`dayOrders.${dayOrder ?? "unknown"}`) };
  return (
    <>
      <Card title={t("summary")}>
        <DescriptionList items={[...counts, days]} />
      </Card>
      <FirstRows {...preview} />
      {act !== "add" && lacking > 0 ? (
        <Notice tone="warning" title={t(`lackingOf.${act}`, { count: lacking })} />
      ) : null}
      <Card
        title={t("problems")}
        description={[
          bad === 0 ? t("noProblems") : t("firstProblems", { bad }),
          act === "add" ? "" : t("planAsked"),
        ].join(" ")}
        flush={faults.length > 0}
      >
        {faults.length > 0 ? (
          <FaultTable
            words={{ caption: t("problems"), line: t("line"), problem: t("problem") }}
            faults={faults.map(toProblems)}
          />
        ) : null}
      </Card>
    </>
  );
}

function FirstRows({ rows, columns }: ImportPreviewView) {
  const t = useTranslations("memberImports");
  const fields = columns.flatMap(({ field }) => field ?? []);
  if (fields.length === 0) return null;
  return (
    <Card title={t("firstRows")} flush>
      <Table caption={t("firstRows")}>
        <TableHead>
          <HeaderCell numeric className="w-px">
            {t("line")}
          </HeaderCell>
          {fields.map(field => (
            <HeaderCell key={field}>{t(`fields.${field}`)}</HeaderCell>
          ))}
        </TableHead>
        <TableBody>
          {rows.map(({ line, told }) => (
            <TableRow key={line}>
              <LineCell label={t("line")} line={line} />
              {fields.map(field => (
                <Cell key={field} label={t(`fields.${field}`)} className="sm:max-w-64 sm:truncate">
                  <bdi>{told.find(one => one.field === field)?.value ?? "–"}</bdi>
                </Cell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
