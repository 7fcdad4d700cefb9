"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { type ImportField, importFields } from "@/lib/members/schema/import";
import type { ImportPreviewView } from "@/lib/members/view/import";
import { call } from "@/lib/platform/http/browser";
import { useImportEdit } from "./member-import-edit";

type Columns = ImportPreviewView["columns"];
const names = Object.keys(importFields) as ImportField[];

/** What each column of a file tells; an admin may say otherwise, and has the file read again. */
export function MemberImportColumns({ address, columns }: { address: string | null; columns: Columns }) {
  const t = useTranslations("memberImports");
  const { fields, choose, isChanged, busy, problem, done, save } = useMapping(address, columns);
  return (
    <Card title={t("columns")} description={address ? t("columnsHelp") : undefined} flush>
      <Table caption={t("columns")}>
        <TableHead>
          <HeaderCell>{t("column")}</HeaderCell>
          <HeaderCell>{t("field")}</HeaderCell>
        </TableHead>
        <TableBody>
          {columns.map(({ name }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name, and their order never changes
            <TableRow key={at}>
              <Cell lead label={t("column")} className="wrap-anywhere">
                <bdi>{name || t("unnamed", { number: at + 1 })}</bdi>
              </Cell>
              <Cell label={t("field")}>
                {address ? (
                  <Select
                    name={`column-${at}`}
                    aria-label={t("fieldOf", { name: name || t("unnamed", { number: at + 1 }) })}
                    value={fields[at] ?? ""}
                    onChange={({ target }) => choose(at, (target.value || null) as ImportField | null)}
                    className="w-64 max-w-full"
                  >
                    <option value="">{t("notRead")}</option>
                    {names.map(field => (
                      <option key={field} value={field}>
                        {t(`fields.${field}`)}
                      </option>
                    ))}
                  </Select>
                ) : (
                  <FieldName field={fields[at] ?? null} />
                )}
              </Cell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <div role="status" className="sr-only">
        {done ? t("readDone") : ""}
      </div>
      {isChanged || problem ? (
        <div className="grid justify-items-start gap-3 border-t border-line p-4 sm:p-5">
          {problem ? <Notice tone="danger" live="assertive" title={problem} /> : null}
          <Button busy={busy} busyLabel={t("reading")} onClick={save}>
            {t("readAgain")}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function FieldName({ field }: { field: ImportField | null }) {
  const t = useTranslations("memberImports");
  return field === null ? <span className="text-ink-muted">{t("notRead")}</span> : t(`fields.${field}`);
}

function useMapping(address: string | null, columns: Columns) {
  const router = useRouter();
  const saved = columns.map(({ field }) => field);
  const [fields, setFields] = useState(saved);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const choose = (at: number, field: ImportField | null) => {
    setDone(false);
    // A field is told by one column: another that told it does not any more.
    setFields(fields.map((one, index) => (index === at ? field : one === field ? null : one)));
  };
  const save = async () => {
    setBusy(true);
    const { success, error, message } = await call("POST", `${address}/mapping`, { fields });
    setBusy(false);
    setDone(success);
    setProblem(success ? null : (error?.errors[0]?.message ?? message));
    if (success) router.refresh();
  };
  const isChanged = fields.join() !== saved.join();
  const { setEdited } = useImportEdit();
  useEffect(() => {
    setEdited(isChanged);
    return () => setEdited(false);
  }, [isChanged, setEdited]);
  return { fields, choose, isChanged, busy, problem, done, save };
}
