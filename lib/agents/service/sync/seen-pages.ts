import { type Tx, transaction } from "@/lib/platform/db";
import type { Page } from "../../client/entities";
import type { Reading } from "./record-changes";

// In a list that is read over a longer time entries change places, and the same number of them says nothing any more.
const readWithinHours = 6;

/** What reZEN tells of each part of a list while it is read. */
export class Totals {
  readonly #told = new Map<number, number | null>();
  /** So far each part has told one number only: where entries come or go between two pages, one may be missed. */
  isStill = true;

  note({ ofPart: { part, total } }: Pick<Page<unknown>, "ofPart">): void {
    this.isStill &&= !this.#told.has(part) || this.#told.get(part) === total;
    this.#told.set(part, total);
  }
}

/** A page of a reading: the entries that it was the first to show, and whether each had a name. */
export type SeenPage = Pick<Page<unknown>, "ofPart"> & { ids: string[]; isNamed: boolean };

/** What has been seen of a list since its start. */
export class Seen {
  readonly ids = new Set<string>();
  readonly #totals = new Totals();
  #isNamed = true;

  /** `isKnown`: of each page before it is known what it had. */
  constructor(readonly isKnown: boolean) {}

  note({ ids, isNamed, ofPart }: Pick<SeenPage, "isNamed" | "ofPart"> & { ids: Iterable<string> }): void {
    for (const id of ids) this.ids.add(id);
    this.#totals.note({ ofPart });
    this.#isNamed &&= isNamed;
  }

  /** All entries of a list that was read from its start, standing still, each with a name; else null. */
  all(): string[] | null {
    return this.isKnown && this.#isNamed && this.#totals.isStill ? [...this.ids] : null;
  }
}

/** Takes up what this run has seen of a list in so many pages, be it before it gave its turn away; unset: that was not kept. */
export async function recallSeen({ userId, runId, step }: Reading, pages: number | undefined): Promise<Seen> {
  if (!pages) return new Seen(pages === 0);
  const kept = await transaction(
    { agent: userId },
    tx => tx.$queryRaw<SeenPage[]>`
      SELECT ids, is_named AS "isNamed", jsonb_build_object('part', part, 'total', total) AS "ofPart" FROM seen_page
      WHERE user_id = ${userId} AND step = ${step} AND run_id = ${runId} AND number < ${pages}
        AND read_at > app_now() - make_interval(hours => ${readWithinHours}::int) ORDER BY number`,
  );
  const seen = new Seen(kept.length === pages);
  for (const page of kept) seen.note(page);
  return seen;
}

/** Forgets what was seen of a list: it is read from its start, or to its end. */
export const forgetSeen = (tx: Tx, { userId, step }: Reading) =>
  tx.$executeRaw`DELETE FROM seen_page WHERE user_id = ${userId} AND step = ${step}`;

/** Keeps what the page of this number has shown, in the transaction that writes it. */
export async function keepSeen(tx: Tx, reading: Reading, number: number, page: SeenPage): Promise<void> {
  const { userId, runId, step } = reading;
  const { ids, isNamed, ofPart } = page;
  if (number === 0) await forgetSeen(tx, reading);
  await tx.$executeRaw`
    INSERT INTO seen_page (user_id, step, run_id, number, ids, is_named, part, total, read_at)
    VALUES (${userId}, ${step}, ${runId}, ${number}, ${ids}::text[], ${isNamed}, ${ofPart.part}, ${ofPart.total}, app_now())`;
}
