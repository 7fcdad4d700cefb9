import { pageGuard } from "@/lib/platform/outbound/page-guard";
import { isRecord } from "@/lib/platform/parse-json";
import { Drift } from "./drift";
import type { Page, Place, Unreadable } from "./entities";
import { Fields, idOf, UnreadableEntry } from "./fields";
import { joinSmall } from "./join-pages";
import { type AskLengths, Lengths } from "./lengths";
import { PageWindow, pagesAtOnce } from "./page-window";
import { askRezen, failureOf, type RezenAccess } from "./rezen-call";
import type { RezenPath } from "./rezen-paths";

/** One part of a list: where it is, and how its entries are read. `read` throws UnreadableEntry for one that is worth nothing. */
export type Part<Item> = {
  question: RezenPath;
  /** How its entries are called in drift. */
  name: string;
  /** The names under which the list may stand, besides `content` and no name at all. */
  under: readonly string[];
  /** Nothing moves from one part of a family to another while they are read, so these are asked for side by side; all others strictly in turn. */
  family?: string;
  /** It comes in one answer. */
  isWhole?: boolean;
  read: (fields: Fields) => Item;
  idOf: (item: Item) => string;
  /** The fields that tell which entry it is when it cannot be read, the first that holds an id; `id` unless said. */
  idNames?: readonly string[];
  /** Fields that we know and do not read. */
  leftOut: ReadonlySet<string>;
};

/** How many entries are asked for at once. */
export const pageSize = 200;
// Where reZEN gives fewer than we ask for, it is one of these.
const likelyCaps: readonly number[] = [20, 25, 50, 100, 150];
const mostPages = 5_000;

/**
 * All pages of a list of several parts from a place on, up to six of them asked for at once; finds loops, so that it always ends, and asks for
 * nothing behind an end that was told. What has come meanwhile of pages that are small comes as one. `lengths` is asked once, where a full page
 * does not tell how many there are. Throws OutboundError.
 */
export async function* listPages<Item>(
  { lengths: askLengths, ...access }: RezenAccess & { from?: Place | undefined; lengths?: AskLengths },
  parts: readonly Part<Item>[],
  signal?: AbortSignal,
): AsyncGenerator<Page<Item>, void> {
  const { from = { part: 0, page: 0 } } = access;
  // A place of another profile's list is none of this one.
  const start = from.part < parts.length ? from : { part: 0, page: 0 };
  const window = new PageWindow<List>(({ part, page }, how) => askList(access, parts[part], { page, ...how }), signal);
  const lengths = new Lengths(() => askLengths?.({ ...access, ...asAhead }, window.signal));
  try {
    for (const [at, part] of parts.entries())
      if (at >= start.part)
        yield* joinSmall(partPages(window, { parts, part, at, first: at === start.part ? start.page : 0, lengths }), {
          most: pageSize,
          isNextThere: ({ next }) => next?.part === at && window.isAnswered(next),
        });
  } finally {
    window.close();
  }
}

type Walk<Item> = { parts: readonly Part<Item>[]; part: Part<Item>; at: number; first: number; lengths: Lengths };

async function* partPages<Item>(
  window: PageWindow<List>,
  { parts, part, at, first, lengths }: Walk<Item>,
): AsyncGenerator<Page<Item>, void> {
  const guard = pageGuard(() => failureOf("unexpected"));
  const after = at + 1 < parts.length ? { part: at + 1, page: 0 } : null;
  let fullSize = pageSize;
  const hint = lengths.of(at);
  let reach: Reach = { last: hint === null ? first : Math.ceil(hint / pageSize) - 1, isEnd: true };
  for (let page = first; ; page += 1) {
    if (page >= mostPages) throw failureOf("unexpected");
    const list = await window.take({ part: at, page }, placesAhead(parts, { part: at, page }, reach));
    const count = list.entries.length;
    if (page === first && list.hasNext === null && likelyCaps.includes(count)) fullSize = count;
    // Without a word about more, a short page is the last one, and one that is longer than we asked for is all there is.
    const isLast = part.isWhole || !(list.hasNext ?? (count >= fullSize && count <= pageSize));
    const { items, unreadable, drift, ids } = readEntries(part, list.entries);
    guard.admit({ ids, cursor: isLast ? null : String(page + 1) });
    if (!isLast && list.total === null) lengths.want();
    reach = reachOf({ ...list, total: list.total ?? lengths.of(at) }, { page, first });
    // What is told of one part is not said of the whole list.
    const total = at === 0 && after === null ? list.total : null;
    const ofPart = { part: at, total: list.total };
    yield { items, unreadable, drift, total, ofPart, next: isLast ? after : { part: at, page: page + 1 } };
    if (isLast) return;
  }
}

/** How far a part may be asked for before its turn: to its end, as far as that is known. */
type Reach = { last: number; isEnd: boolean };

/** Without a word about the end as many pages are guessed at as a third of those that came: who guesses past it wastes no more than that. */
function reachOf({ total, entries: { length } }: List, { page, first }: { page: number; first: number }): Reach {
  const size = likelyCaps.includes(length) ? length : pageSize;
  const told = total === null ? page : Math.min(mostPages, Math.ceil(total / size)) - 1;
  if (told > page) return { last: told, isEnd: true };
  return { last: page + 1 + Math.floor((page + 1 - first) / 3), isEnd: false };
}

/** What may be asked for besides a page: those behind it, then the beginnings of parts that are read side by side with its own. */
function* placesAhead(
  parts: readonly { family?: string }[],
  { part, page }: Place,
  { last, isEnd }: Reach,
): Generator<Place> {
  const lastAhead = Math.min(last, page + pagesAtOnce - 1);
  for (let next = page + 1; next <= lastAhead; next += 1) yield { part, page: next };
  const { family } = parts[part] ?? {};
  if (!family || !isEnd || lastAhead < last) return;
  for (let next = part + 1; next < part + pagesAtOnce && parts[next]?.family === family; next += 1)
    yield { part: next, page: 0 };
}

// Its failure is no outage and is not tried again here: who is due is asked again, with all tries.
const asAhead = { isAhead: true, retry: { retries: 0 } };

type List = { entries: unknown[]; hasNext: boolean | null; total: number | null };

async function askList<Item>(
  access: RezenAccess,
  part: Part<Item> | undefined,
  { page, isAhead, signal }: { page: number; isAhead: boolean; signal: AbortSignal },
): Promise<List> {
  if (!part) throw failureOf("unexpected");
  const { question, under, isWhole } = part;
  const paged = { ...question.query, pageNumber: String(page), pageSize: String(pageSize) };
  const body = await askRezen(
    isAhead ? { ...access, ...asAhead } : access,
    isWhole ? question : { ...question, query: paged },
    signal,
  );
  const list = readList(body, under);
  if (!list) throw failureOf("unexpected");
  return list;
}

/** Finds the list in an answer: bare, or under one of the names; null when there is none. */
export function readList(body: unknown, under: readonly string[]): List | null {
  if (Array.isArray(body)) return { entries: body, hasNext: null, total: null };
  if (!isRecord(body)) return null;
  const names = [...under, "content"].filter(name => Object.hasOwn(body, name));
  const fields = new Fields(body, "list", new Drift());
  const isLast = fields.boolean("last");
  const hasNext = fields.boolean("hasNext") ?? (isLast === null ? null : !isLast);
  const total = fields.whole("totalCount", "totalElements", "total");
  const entries = names.map(name => body[name]).find(Array.isArray) as unknown[] | undefined;
  if (entries) return { entries, hasNext, total };
  // No list where one should be is an empty one only where all else says so: what is not there may be taken for gone.
  const isNone = names.some(name => body[name] === null) && (hasNext === false || total === 0);
  return isNone ? { entries: [], hasNext, total } : null;
}

function readEntries<Item>(part: Part<Item>, entries: readonly unknown[]) {
  const drift = new Drift();
  const items: Item[] = [];
  const unreadable: Unreadable[] = [];
  const ids: string[] = [];
  for (const entry of entries) {
    const read = readEntry(part, entry, drift);
    if ("item" in read) items.push(read.item);
    else unreadable.push(read);
    ids.push("item" in read ? part.idOf(read.item) : (read.id ?? `unnamed ${JSON.stringify(entry)}`));
  }
  return { items, unreadable, drift: drift.list(), ids };
}

/** Reads one entry of a list: an entry of the upstream is never the page's failure. */
export function readEntry<Item>(
  { name, read, leftOut, idNames = ["id"] }: Pick<Part<Item>, "name" | "read" | "leftOut" | "idNames">,
  entry: unknown,
  drift: Drift,
): { item: Item } | Unreadable {
  if (!isRecord(entry)) return { id: null, field: name, message: "must be an object" };
  const fields = new Fields(entry, name, drift);
  try {
    const item = read(fields);
    fields.close(leftOut);
    return { item };
  } catch (failure) {
    if (!(failure instanceof UnreadableEntry)) throw failure;
    const id = idNames.map(at => idOf(entry[at])).find(found => found !== null) ?? null;
    return { id, field: failure.field, message: failure.message };
  }
}
