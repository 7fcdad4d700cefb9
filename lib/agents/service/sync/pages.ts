import { z } from "zod";
import type { Tx } from "@/lib/platform/db";
import { addCounts, type Change, Counts, countChanges, noCounts } from "@/lib/platform/flow/counts";
import { ReadAhead } from "@/lib/platform/flow/read-ahead";
import type { WorkerContext } from "@/lib/platform/flow/step";
import { lastOfEach, writeSoundRows } from "@/lib/platform/flow/write-sound-rows";
import type { Page, Place } from "../../client/entities";
import type { SyncStepId } from "../../schema/sync";
import { addNotes, Notes, noNotes } from "./notes";
import { readingOf } from "./record-changes";
import { keepSeen, recallSeen, type Seen, Totals } from "./seen-pages";
import { requireKey, type SyncSetup } from "./setup";

// `agent` is whose pages these are; `place` where the next is read; `isLoaded`: all were; `pages`: of how many it is kept what was seen,
// unset where a version that keeps nothing has read some; `after`: what of the staging was written to its table last.
const Cursor = z.object({
  agent: z.string(),
  place: z.object({ part: z.number(), page: z.number() }).nullable(),
  isLoaded: z.boolean(),
  pages: z.number().optional(),
  after: z.string(),
  counts: Counts,
  notes: Notes,
});

/** How far a list was read, and what came of it. */
export type ListCursor = z.infer<typeof Cursor>;

/** A list of reZEN: its pages, by what its entries are told apart, and how some of them are written, in one statement where possible. */
export type Listing<Item> = {
  step: SyncStepId;
  pages: (from: Place | undefined, signal: AbortSignal) => AsyncGenerator<Page<Item>, void>;
  idOf: (item: Item) => string;
  write: (tx: Tx, items: readonly Item[]) => Promise<Change[]>;
  /** Of a list that is staged: which entries are to be written at all, each as a run has seen it first; of these `write` tells what counts. */
  pick?: (tx: Tx, items: readonly Item[]) => Promise<Item[]>;
  /** Keeps what cannot be written, to be told and counted when it is tried again. */
  keepRefused?: (tx: Tx, items: readonly Item[]) => Promise<unknown>;
  /** Amounts of an entry that its row has no room for. */
  leftOutOf?: (item: Item) => number;
};

/** Goes on after the last page of this agent, else at the start. */
function openCursor({ cursor }: WorkerContext, { agentId: agent }: SyncSetup): ListCursor {
  const known = Cursor.safeParse(cursor);
  if (known.success && known.data.agent === agent) return known.data;
  return { agent, place: null, isLoaded: false, pages: 0, after: "", counts: noCounts, notes: noNotes };
}

/** The entries of a page, which may be several in one, that no page has had before, each once; those without a name are new each time. */
function takeFresh<Item>(page: Page<Item>, idOf: (item: Item) => string, seen: Set<string>) {
  const [readable, unreadable] = [page.items.map(idOf), page.unreadable.map(({ id }) => id)];
  const ids = new Set(
    [...readable, ...unreadable].filter((id): id is string => id !== null).filter(id => !seen.has(id)),
  );
  for (const id of ids) seen.add(id);
  const nameless = unreadable.filter(id => id === null).length;
  const firstAt = new Map(unreadable.map((id, at) => [id, at] as const).toReversed());
  const isFresh = (id: string | null, at: number) => id === null || (ids.has(id) && firstAt.get(id) === at);
  return { ids, fetched: ids.size + nameless, unreadable: page.unreadable.filter(({ id }, at) => isFresh(id, at)) };
}

/** The entries of a page that no page has had before, each as it was shown first. */
const firstShown = <Item>(items: readonly Item[], idOf: (item: Item) => string, fresh: ReadonlySet<string>): Item[] =>
  lastOfEach(items.filter(item => fresh.has(idOf(item))).toReversed(), idOf).toReversed();

const isNamedIn = ({ unreadable }: Page<unknown>) => unreadable.every(({ id }) => id !== null);

type Fresh = ReturnType<typeof takeFresh>;

/** Writes the entries of a page that are to be; what cannot be is kept for later where that is done and possible, else told. */
async function writeEntries<Item>(tx: Tx, list: Listing<Item>, items: readonly Item[]) {
  const due = list.pick ? await list.pick(tx, items) : items;
  if (due.length === 0) return { changes: [], refused: [] };
  const { changes, refused } = await writeSoundRows(tx, due, rows => list.write(tx, rows));
  const { keepRefused } = list;
  if (!keepRefused || refused.length === 0) return { changes, refused };
  const kept = await writeSoundRows(tx, refused, async rows => {
    await keepRefused(tx, rows);
    return [];
  });
  return { changes, refused: kept.refused };
}

/** Writes a page and answers how far that is; an entry that an earlier page had counts for nothing, and is written again unless `pick` is set. */
async function writePage<Item>(tx: Tx, from: ListCursor, list: Listing<Item>, page: Page<Item>, fresh: Fresh) {
  const { pick, idOf } = list;
  const items = pick ? firstShown(page.items, idOf, fresh.ids) : lastOfEach(page.items, idOf);
  const written = await writeEntries(tx, list, items);
  const refused = written.refused.map(idOf).filter(id => fresh.ids.has(id));
  const fresher = items.filter(item => fresh.ids.has(idOf(item)));
  const currencies = fresher.reduce((sum, item) => sum + (list.leftOutOf?.(item) ?? 0), 0);
  const skipped = fresh.unreadable.length + refused.length;
  const changed = countChanges(pick ? written.changes : written.changes.filter(({ id }) => fresh.ids.has(id)));
  return {
    counts: addCounts(from.counts, { fetched: fresh.fetched, skipped, issues: skipped, ...changed }),
    notes: addNotes(from.notes, { drift: page.drift, unreadable: fresh.unreadable, refused, currencies }),
  };
}

/** How far a list was read; `seen`: who is in it, where one run has read all of it, standing still, and knows the name of each entry, else null. */
export type ReadList = { cursor: ListCursor; seen: string[] | null };

type Reading<Item> = { list: Listing<Item>; pages: ReadAhead<Page<Item>>; seen: Seen; agentId: string };

async function takePages<Item>(
  context: WorkerContext,
  { list, pages, seen, agentId }: Reading<Item>,
  from: ListCursor,
): Promise<ListCursor> {
  let cursor = from;
  for (let page = await pages.take(); page !== null; page = await pages.take()) {
    const current = page;
    const fresh = takeFresh(current, list.idOf, seen.ids);
    const shown = { ids: [...fresh.ids], isNamed: isNamedIn(current), ofPart: current.ofPart };
    seen.note(shown);
    const before = cursor;
    const number = before.pages;
    const isKept = number === undefined ? {} : { pages: number + 1 };
    cursor = { ...before, ...isKept, place: current.next, isLoaded: current.next === null };
    const done = before.counts.fetched + fresh.fetched;
    await context.page({ done, total: current.total, cursor }, async tx => {
      await requireKey(tx, context.subjectId, agentId);
      // The next pages are fetched while this one is written, but not with a key that is there no longer.
      pages.readOn();
      Object.assign(cursor, await writePage(tx, before, list, current, fresh));
      if (number !== undefined) await keepSeen(tx, readingOf(context, list.step), number, shown);
    });
    context.signal.throwIfAborted();
  }
  return cursor;
}

/** The pages of a list from a place on, some of them asked for before they are taken; closing ends what is in flight. */
function readAhead<Item>({ signal }: WorkerContext, { pages }: Pick<Listing<Item>, "pages">, from: Place | undefined) {
  const stop = new AbortController();
  return new ReadAhead(pages(from, AbortSignal.any([signal, stop.signal])), () => stop.abort());
}

/**
 * Reads a list page by page, each written with its cursor in one transaction, and answers how far that came: to the end. A list that was read
 * to its end before is not read again; whoever goes on in the middle knows what the same run has seen before, and nothing of another one.
 */
export async function syncPages<Item>(
  context: WorkerContext,
  setup: SyncSetup,
  list: Listing<Item>,
): Promise<ReadList> {
  const from = openCursor(context, setup);
  const seen = await recallSeen(readingOf(context, list.step), from.pages);
  if (from.isLoaded) return { cursor: from, seen: seen.all() };
  const pages = readAhead(context, list, from.place ?? undefined);
  try {
    const cursor = await takePages(context, { list, pages, seen, agentId: setup.agentId }, from);
    return { cursor, seen: seen.all() };
  } finally {
    await pages.close();
  }
}

/** A whole list in memory: its entries, each once, and which could not be read. */
export type Collected<Item> = { items: Item[]; fetched: number; isWhole: boolean; unreadable: string[]; notes: Notes };

/**
 * Reads a list that replaces what is there, so that it has to be known to its end before anything is written; whoever is interrupted reads it
 * anew. Of an entry that comes twice the first one counts. `isWhole`: the list stood still, and of every entry
 * that could not be read it is known which it is.
 */
export async function collectPages<Item>(
  context: WorkerContext,
  setup: SyncSetup,
  { pages: open, idOf }: Pick<Listing<Item>, "pages" | "idOf">,
): Promise<Collected<Item>> {
  const pages = readAhead(context, { pages: open }, undefined);
  const seen = new Set<string>();
  const all: Collected<Item> = { items: [], fetched: 0, isWhole: true, unreadable: [], notes: noNotes };
  const totals = new Totals();
  try {
    for (let page = await pages.take(); page !== null; page = await pages.take()) {
      const fresh = takeFresh(page, idOf, seen);
      all.items.push(...firstShown(page.items, idOf, fresh.ids));
      all.fetched += fresh.fetched;
      totals.note(page);
      all.isWhole &&= totals.isStill && isNamedIn(page);
      all.unreadable.push(...page.unreadable.flatMap(({ id }) => id ?? []));
      all.notes = addNotes(all.notes, { drift: page.drift, unreadable: fresh.unreadable });
      await context.page({ done: all.fetched, total: page.total }, async tx => {
        await requireKey(tx, context.subjectId, setup.agentId);
        pages.readOn();
      });
      context.signal.throwIfAborted();
    }
    return all;
  } finally {
    await pages.close();
  }
}
