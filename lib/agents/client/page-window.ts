import { errorOfFailure, OutboundError } from "@/lib/platform/outbound/outbound-error";
import { defaultRetry, waitFor } from "@/lib/platform/outbound/retry";
import type { Place } from "./entities";

/** How many pages of a list are asked for at once: of reZEN's eight seats two are left for whoever sits and waits. */
export const pagesAtOnce = 6;

/** Asks for a page. `isAhead`: before its turn, so that a failure that passes is nobody's yet; it is asked for again when it is due. */
export type AskPage<Answer> = (place: Place, how: { signal: AbortSignal; isAhead: boolean }) => Promise<Answer>;

type Asked<Answer> = {
  place: Place;
  answer: Promise<Answer>;
  isAhead: boolean;
  isAnswered: boolean;
  failedAtMs: number | null;
};

const nameOf = ({ part, page }: Place) => `${part} ${page}`;
const passes = (thrown: unknown): thrown is OutboundError => thrown instanceof OutboundError && thrown.retryable;

/** How long whoever failed before their turn was told to wait, in milliseconds; where nobody was asked, asking again tells. */
const toldWaitMs = ({ reason, retryAfterSeconds = 0 }: OutboundError) =>
  reason === "busy" || reason === "breaker_open" ? 0 : retryAfterSeconds * 1000;

/**
 * The answers to a list's pages in the order in which they are taken, up to six of them in flight. Only a page that is taken can fail a list:
 * after a failure ahead nothing more is asked for ahead until the page that failed has come.
 */
export class PageWindow<Answer> {
  readonly #asked = new Map<string, Asked<Answer>>();
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();
  /** Aborted when it is closed, too. */
  readonly signal: AbortSignal;

  constructor(
    readonly ask: AskPage<Answer>,
    signal?: AbortSignal,
  ) {
    this.signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
  }

  /** The answer to a page; meanwhile those of `ahead` are asked for, the first ones first, as far as there is room. */
  async take(place: Place, ahead: Iterable<Place>): Promise<Answer> {
    // A guess behind the end of a part before this one is nobody's any more.
    this.#forget(other => other.part < place.part);
    const asked = this.#asked.get(nameOf(place)) ?? (await this.#askDue(place));
    if (!this.#isHeldUp()) this.#askAhead(ahead);
    try {
      return await asked.answer;
    } catch (thrown) {
      if (!asked.isAhead || !passes(thrown) || this.signal.aborted) throw thrown;
      return await this.#askAgain(asked, thrown);
    } finally {
      this.#asked.delete(nameOf(place));
    }
  }

  /** Has the answer to a page come already? */
  isAnswered(place: Place): boolean {
    return this.#asked.get(nameOf(place))?.isAnswered ?? false;
  }

  /** Ends all that is in flight; nobody waits for it. */
  close(): void {
    this.#stop.abort();
  }

  /** Asks again for a page that failed before its turn. What came of the pages behind it is as old as that: an entry may have moved since. */
  async #askAgain({ place, failedAtMs }: Asked<Answer>, failure: OutboundError): Promise<Answer> {
    this.#forget(other => other.part === place.part && other.page > place.page);
    const toldMs = toldWaitMs(failure);
    // A longer wait belongs to the queue; the failure carries the time.
    if (toldMs > defaultRetry.maxWaitMs) throw failure;
    const leftMs = toldMs - (performance.now() - (failedAtMs ?? performance.now()));
    if (leftMs > 0)
      await waitFor(leftMs, this.signal).catch((thrown: unknown) => {
        throw errorOfFailure(failure.upstream, thrown, false);
      });
    return await (await this.#askDue(place)).answer;
  }

  #forget(is: (place: Place) => boolean): void {
    for (const [name, { place }] of this.#asked) if (is(place)) this.#asked.delete(name);
  }

  #isHeldUp(): boolean {
    return this.#asked.values().some(({ isAhead, failedAtMs }) => isAhead && failedAtMs !== null);
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
    const answer = this.ask(place, { signal: this.signal, isAhead });
    const asked: Asked<Answer> = { place, answer, isAhead, isAnswered: false, failedAtMs: null };
    const settled = answer.then(
      () => {
        asked.isAnswered = true;
      },
      (thrown: unknown) => {
        if (passes(thrown)) asked.failedAtMs = performance.now(); // whoever takes it is told
      },
    );
    this.#inFlight.add(settled);
    void settled.then(() => this.#inFlight.delete(settled));
    this.#asked.set(nameOf(place), asked);
    return asked;
  }
}
