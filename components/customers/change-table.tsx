"use client";

import { CircleDot, CircleMinus, CirclePlus, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Status } from "@/components/ui/status";
import { Cell, HeaderCell, Table, TableBody, TableHead, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/components/ui/tone";
import type { ChangeView } from "@/lib/customers/view/change";

const looks: Record<ChangeView["change"], { tone: Tone; icon: LucideIcon }> = {
  added: { tone: "success", icon: CirclePlus },
  changed: { tone: "active", icon: CircleDot },
  gone: { tone: "warning", icon: CircleMinus },
};

/** What syncs found to be other than before: what came, went, and changed, with what it was and is. */
export function ChangeTable({ changes }: { changes: readonly ChangeView[] }) {
  const t = useTranslations("customers.syncs");
  return (
    <Table caption={t("changes")}>
      <TableHead>
        <HeaderCell>{t("workflow")}</HeaderCell>
        <HeaderCell>{t("change")}</HeaderCell>
        <HeaderCell>{t("what")}</HeaderCell>
        <HeaderCell>{t("at")}</HeaderCell>
      </TableHead>
      <TableBody>
        {changes.map(change => (
          <ChangeRow key={change.id} {...change} />
        ))}
      </TableBody>
    </Table>
  );
}

function ChangeRow({ name, zuoraId, change, fields, at }: ChangeView) {
  const t = useTranslations("customers.syncs");
  const changed = Object.entries(fields);
  return (
    <TableRow>
      <Cell lead label={t("workflow")} className="max-w-72">
        <span className="wrap-anywhere">{name}</span>
        <span className="block font-mono text-sm font-normal text-ink-muted">{zuoraId}</span>
      </Cell>
      <Cell label={t("change")}>
        <Status {...looks[change]} className="[&_svg]:animate-none">
          {t(`kinds.${change}`)}
        </Status>
      </Cell>
      <Cell label={t("what")}>
        {changed.length === 0 ? (
          "–"
        ) : (
          <ul className="grid gap-1 text-sm">
            {changed.map(([field, values]) => (
              <FieldChange key={field} field={field} {...values} />
            ))}
          </ul>
        )}
      </Cell>
      <Cell label={t("at")} className="whitespace-nowrap">
        <Time value={at} />
      </Cell>
    </TableRow>
  );
}

/** Of what is in a workflow it is known only that it is another: it may hold passwords. */
function FieldChange({ field, from, to }: ChangeView["fields"][string] & { field: string }) {
  const t = useTranslations("customers.syncs");
  const names = useTranslations("customers.syncs.fields");
  const say = useValue(field);
  if (from === null && to === null) return <li>{t("contentChanged")}</li>;
  return (
    <li className="wrap-anywhere">
      <span className="text-ink-muted">{names.has(field as never) ? names(field as never) : field}:</span>{" "}
      <del className="text-ink-muted">
        <span className="sr-only">{t("before")} </span>
        {say(from)}
      </del>{" "}
      <span aria-hidden>→</span>{" "}
      <ins className="font-medium no-underline">
        <span className="sr-only">{t("after")} </span>
        {say(to)}
      </ins>
    </li>
  );
}

function useValue(field: string) {
  const t = useTranslations("customers");
  return (value: string | null) => {
    if (value === null || value === "") return t("syncs.nothing");
    if (field === "zuoraUpdatedAt" && !Number.isNaN(Date.parse(value)))
      return <Time value={new Date(value).toISOString()} />;
    if (field === "isActive") return t(value === "true" ? "form.yes" : "form.no");
    return value;
  };
}
