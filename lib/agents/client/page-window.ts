import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import type { Place } from "./entities";

/** How many pages of a list are asked for at once. */
export const pagesAtOnce = 4;

/** Asks for a page. `isAhead`: before its turn, so that a failure that passes is nobody's yet; it is asked for again when it is due. */
export type AskPage<Answer> = (place: Place, how: { signal: AbortSignal; isAhead: boolean }) => Promise<Answer>;

type Asked<Answer> = { answer: Promise<Answer>; isAhead: boolean };

const nameOf = ({ part, page }: Place) => `${part} ${page}`;
const passes = (thrown: unknown) => thrown instanceof OutboundError && thrown.retryable;

/**
 * The answers to a list's pages in the order in which they are taken, up to four of them in flight. Only a page that is taken can fail a list:
 * after a failure ahead nothing more is asked for ahead until the page that failed has come.
 */
export class PageWindow<Answer> {
  readonly #asked = new Map<string, Asked<Answer>>();
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  #isHeldUp = false;

  constructor(
    readonly ask: AskPage<Answer>,
    signal?: AbortSignal,
  ) {
    this.#signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
  }

  /** The answer to a page; meanwhile those of `ahead` are asked for, the first ones first, as far as there is room. */
  async take(place: Place, ahead: Iterable<Place>): Promise<Answer> {
    const asked = this.#asked.get(nameOf(place)) ?? (await this.#askDue(place));
    if (!this.#isHeldUp) this.#askAhead(ahead);
    try {
      return await asked.answer;
    } catch (thrown) {
      if (!asked.isAhead || !passes(thrown) || this.#signal.aborted) throw thrown;
      const answer = await (await this.#askDue(place)).answer;
      this.#isHeldUp = false;
      return answer;
    } finally {
      this.#asked.delete(nameOf(place));
    }
  }

  /** Ends all that is in flight; nobody waits for it. */
  close(): void {
    this.#stop.abort();
  }

  async #askDue(place: Place): Promise<Asked<Answer>> {
    while (this.#inFlight.size >= pagesAtOnce) await Promise.race(this.#inFlight);
    return this.#send(place, false);
  }

  #askAhead(places: Iterable<Place>): void {
    for (const place of places) {
      if (this.#inFlight.size >= pagesAtOnce) return;
      if (!this.#asked.has(nameOf(place))) this.#send(place, true);
    }
  }

  #send(place: Place, isAhead: boolean): Asked<Answer> {
    const answer = this.ask(place, { signal: this.#signal, isAhead });
    const settled = answer.then(
      () => undefined,
      (thrown: unknown) => {
        if (isAhead && passes(thrown)) this.#isHeldUp = true; // whoever takes it is told
      },
    );
    this.#inFlight.add(settled);
    void settled.then(() => this.#inFlight.delete(settled));
    const asked = { answer, isAhead };
    this.#asked.set(nameOf(place), asked);
    return asked;
  }
}
