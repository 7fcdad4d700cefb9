import { useTranslations } from "next-intl";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import type { SchemaField } from "@/lib/platform/http/schema-fields";
import { Word } from "./code";

type Field = SchemaField & { place?: string };

/** Fields of a call or an answer, each with what it may hold. */
export function FieldTable({ caption, fields }: { caption: string; fields: readonly Field[] }) {
  const t = useTranslations("docs.operation");
  return (
    <Table caption={caption}>
      <TableHead>
        <HeaderCell>{t("name")}</HeaderCell>
        <HeaderCell>{t("holds")}</HeaderCell>
      </TableHead>
      <TableBody>
        {fields.map((field, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a choice may name a field twice, and the list never changes
          <TableRow key={at}>
            <Cell lead label={t("name")} className="align-top sm:w-2/5">
              <Word>{field.name}</Word>
              <span className="block text-sm font-normal text-ink-muted">
                {[t(field.isRequired ? "required" : "optional"), field.place].filter(Boolean).join(", ")}
              </span>
            </Cell>
            <Cell label={t("holds")} className="align-top">
              <Holds field={field} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Holds({ field: { types, isNullable, values, rules } }: { field: SchemaField }) {
  const t = useTranslations("docs.operation");
  const told = Object.entries(rules).map(([rule, value]) => t(`rules.${rule}`, { value: String(value) }));
  return (
    <>
      {[types.join(" | "), ...(isNullable ? [t("nullable")] : []), ...told].join(", ")}
      {values.length > 0 ? (
        <span className="block">
          {t("values")}{" "}
          {values.map((value, at) => (
            <span key={value}>
              {at > 0 ? ", " : null}
              <Word>{value}</Word>
            </span>
          ))}
        </span>
      ) : null}
    </>
  );
}
