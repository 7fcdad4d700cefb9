import type { Fault } from "@/lib/platform/sandbox/faults";
import type { Source, Wire } from "./wire";

/** How a list is answered: under which name (null: bare), and whether it says that there is more. */
export type Shape = { under: string | null; saysMore: boolean };

/** What tests have made of single records, by id: fields to put over its own, or null when it is gone. */
export type Changes = ReadonlyMap<string, Wire | null>;

type Asked = { query: URLSearchParams; fault: Fault | null; changes: Changes };
/** Of a page no more than so many entries are given. */
type AskedPage = Asked & { mostPerPage: number };

const usualSize = 20;
/** More are refused. */
const largestSize = 250;
const repeated = 10;

/** One page of a list, or null when more is asked for than is given at once. */
export function pageOf(given: Source, shape: Shape, { query, fault, changes, mostPerPage }: AskedPage): unknown {
  const asked = wholeOf(query.get("pageSize"), usualSize);
  if (asked < 1 || asked > largestSize) return null;
  const size = Math.min(asked, mostPerPage);
  const source = changed(given, changes);
  // "endless" tells the first page for ever; "duplicates" repeats the last ten of the page before.
  const page = fault === "endless" ? 0 : wholeOf(query.get("pageNumber"), 0);
  const from = Math.max(0, page * size - (fault === "duplicates" ? repeated : 0));
  const to = fault === "empty" ? from : Math.min(source.count, (page + 1) * size);
  const entries = Array.from({ length: Math.max(0, to - from) }, (_, index) => source.at(from + index));
  const told = fault === "drift" ? drifted(entries) : entries;
  const hasNext = fault === "endless" || (fault !== "empty" && to < source.count);
  const isBare = shape.under === null && fault !== "endless";
  if (isBare) return told;
  // "moved_total" tells of another number on each page.
  const totalCount = fault === "moved_total" ? Math.floor(source.count / (page + 2)) : source.count;
  const more = shape.saysMore || fault === "endless" ? { hasNext, totalCount: fault === "empty" ? 0 : totalCount } : {};
  return { [shape.under ?? "content"]: told, ...more };
}

/** A list that comes in one answer. */
export const wholeList = (source: Source, { fault, changes }: Omit<Asked, "query">): Wire[] => {
  const { count, at } = changed(source, changes);
  const entries = Array.from({ length: fault === "empty" ? 0 : count }, (_, index) => at(index));
  if (fault === "duplicates") return [...entries, ...entries.slice(-repeated)];
  return fault === "drift" ? (drifted(entries) as Wire[]) : entries;
};

const wholeOf = (text: string | null, fallback: number) =>
  text !== null && /^\d{1,7}$/.test(text) ? Number(text) : fallback;

const idOf = (entry: Wire) => String(entry.id ?? entry.outgoingPaymentId);

/** The same list with what tests have changed. Where something is gone, all of it is made once to know what stands where. */
function changed(source: Source, changes: Changes): Source {
  if (changes.size === 0) return source;
  const at = (index: number) => {
    const entry = source.at(index);
    return { ...entry, ...changes.get(idOf(entry)) };
  };
  if (![...changes.values()].includes(null)) return { count: source.count, at };
  const kept = Array.from({ length: source.count }, (_, index) => at(index)).filter(
    entry => changes.get(idOf(entry)) !== null,
  );
  return { count: kept.length, at: index => kept[index] ?? {} };
}

/** The same entries after a careless release on the other side: a field that is new, one renamed, one of another type, and some that are no good. */
export function drifted(entries: readonly Wire[]): unknown[] {
  return entries.map((entry, index) => {
    const { id, ...rest } = entry;
    if (index % 10 === 3) return null;
    if (index % 10 === 5) return { ...rest, entity_id: id };
    if (index % 10 === 7)
      return { ...entry, createdAt: "0001-01-01", joinDate: 0, firmDate: "2026-02-30", participants: "none" };
    return { ...entry, isFeatured: true, address: "somewhere" };
  });
}
