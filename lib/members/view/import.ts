import { z } from "zod";
import { errorStatus } from "@/lib/platform/errors";
import type { Download } from "@/lib/platform/http/csv-file";
import { errorTexts } from "@/lib/platform/http/texts";
import { toWirePath } from "@/lib/platform/http/wire";
import { maskName } from "@/lib/platform/mask";
import type { FoundImport, ImportFacts, ImportPreview } from "../queries/imports";
import {
  ImportAct,
  type ImportField,
  ImportFieldName,
  importOutcomes,
  importStates,
  missingFields,
} from "../schema/import";

const count = z.int();
const instant = z.iso.datetime();

/** What is wrong with a row: of each fault the field, its code, and what it says. */
export const ImportFault = z.object({
  line: count,
  errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
});
export type ImportFault = z.infer<typeof ImportFault>;

/** An import of an employer's people, as the list shows it. */
export const ImportItem = z.object({
  id: count,
  parentSubscriptionId: z.string(),
  act: ImportAct,
  plan: z.object({ id: z.string(), name: z.string() }).nullable(),
  state: z.enum(importStates),
  fileName: z.string(),
  total: count,
  done: count,
  refused: count,
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type ImportItem = z.infer<typeof ImportItem>;

/** The newest imports of an employer. */
export const ImportList = z.object({ items: z.array(ImportItem) });

/** What a file is like before anybody of it is taken; values are masked for whoever may not see them. */
export const ImportPreviewView = z.object({
  /** The file's columns, each with the field that it fills. */
  columns: z.array(z.object({ name: z.string(), field: ImportFieldName.nullable() })),
  /** What no column fills though it must be told: of each what could tell it. */
  missing: z.array(z.array(ImportFieldName)),
  /** Which part of a day like 31/12/1990 was taken for the day; null where the file does not show it. */
  dayOrder: z.enum(["day", "month"]).nullable(),
  good: count,
  bad: count,
  duplicates: count,
  /** Of the good ones: who is new under the contract, and who is known. */
  fresh: count,
  known: count,
  /** Of the new ones: who lacks what the plan, or the link to it, cannot do without. */
  lacking: count,
  /** The first rows as they were understood. */
  rows: z.array(z.object({ line: count, told: z.array(z.object({ field: ImportFieldName, value: z.string() })) })),
  /** The first of those that could not be taken. */
  faults: z.array(ImportFault),
});
export type ImportPreviewView = z.infer<typeof ImportPreviewView>;

/** An import: how far it is, what became of its rows, and those that were refused. */
export const ImportView = ImportItem.extend({
  counts: z.object(
    Object.fromEntries(importOutcomes.map(outcome => [outcome, count])) as Record<
      (typeof importOutcomes)[number],
      typeof count
    >,
  ),
  faults: z.object({ items: z.array(ImportFault), nextCursor: z.string().nullable() }),
  preview: ImportPreviewView.nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

/** An import as the list shows it. */
export const toImportItem = ({ contractId, fields: _, ...facts }: ImportFacts): ImportItem => ({
  ...facts,
  parentSubscriptionId: contractId,
  createdAt: facts.createdAt.toISOString(),
  startedAt: facts.startedAt?.toISOString() ?? null,
  endedAt: facts.endedAt?.toISOString() ?? null,
});

type Texts = Awaited<ReturnType<typeof errorTexts>>;
type Refused = { line: number; errors: readonly { field: string; code: string; message: string }[] };

const isCode = (message: string): message is keyof typeof errorStatus => message in errorStatus;

/** Faults in the reader's language. */
const toFault = (texts: Texts, { line, errors }: Refused): ImportFault => ({
  line,
  errors: errors.map(({ field, code, message }) => ({
    ...{ field: toWirePath(field), code },
    message: isCode(message) ? texts.code(message) : texts.field(message),
  })),
});

const shown = { rows: 5, faults: 20 };
const named: readonly ImportField[] = ["name", "first_name", "last_name", "nominee_name"];
const open: readonly ImportField[] = ["relation", "nominee_relation", "govt_id_name"];

function mask(field: ImportField, value: string): string {
  if (open.includes(field)) return value;
  return named.includes(field) ? maskName(value) : "•••";
}

/** Nobody reads the number of a paper. */
const shownValue = (field: ImportField, value: string, isAdmin: boolean) =>
  field === "govt_id_value" ? `•••• ${value.slice(-4)}` : isAdmin ? value : mask(field, value);

function toPreview(texts: Texts, { act, fields }: ImportFacts, preview: ImportPreview, isAdmin: boolean) {
  const { rows, names, known, lacking, dayOrder } = preview;
  const bad = rows.filter(({ errors }) => errors.length > 0);
  const good = rows.length - bad.length;
  return {
    columns: names.map((name, at) => ({ name: isAdmin ? name : mask("name", name), field: fields[at] ?? null })),
    missing: missingFields(act, fields),
    ...{ dayOrder, good, bad: bad.length, known, lacking, fresh: good - known },
    duplicates: bad.filter(({ errors }) => errors.some(({ code }) => code === "duplicate")).length,
    rows: rows.slice(0, shown.rows).map(({ line, understood }) => ({
      line,
      told: (Object.entries(understood) as [ImportField, string][]).map(([field, value]) => ({
        field,
        value: shownValue(field, value, isAdmin),
      })),
    })),
    faults: bad.slice(0, shown.faults).map(row => toFault(texts, row)),
  };
}

/** An import as a member of staff may see it. */
export async function toImportView(
  found: FoundImport,
  preview: ImportPreview | null,
  isAdmin: boolean,
): Promise<ImportView> {
  const texts = await errorTexts();
  const { counts, faults, ...facts } = found;
  const { items, nextCursor } = faults;
  return {
    ...toImportItem(facts),
    counts: ImportView.shape.counts.parse({
      ...Object.fromEntries(importOutcomes.map(outcome => [outcome, 0])),
      ...counts,
    }),
    faults: { items: items.map(row => toFault(texts, row)), nextCursor },
    preview: preview && toPreview(texts, facts, preview, isAdmin),
  };
}

/** The refused rows of an import as a file: lines and faults, and no value of anybody's. */
export async function toFaultsDownload(id: number, rows: AsyncIterable<Refused>): Promise<Download> {
  const texts = await errorTexts();
  async function* lines() {
    yield ["line", "field", "code", "message"];
    for await (const row of rows) {
      const { line, errors } = toFault(texts, row);
      for (const { field, code, message } of errors) yield [String(line), field, code, message];
    }
  }
  return { name: `import-${id}-errors.csv`, lines: lines() };
}
