import { OutboundError } from "@/lib/platform/outbound/outbound-error";

const atOnce = 8;

/** What some were answered, and how the calls of others failed. */
export type Asked<Item, Answer> = {
  answers: { item: Item; answer: Answer }[];
  failures: { item: Item; failure: OutboundError }[];
};

/**
 * How it is asked: so many are given out together, the last ones apart; while answers of such a weight wait to be taken nobody is asked, and with
 * `isEnough` nobody any more.
 */
type Asking<Answer> = {
  together: number;
  weightOf?: (answer: Answer) => number;
  mostWeight?: number;
  isEnough?: () => boolean;
};

/** Does this failure say something about everybody, not about one workflow? */
const isEverybodys = ({ kind, reason }: OutboundError): boolean =>
  kind === "auth" || kind === "rate_limit" || reason === "breaker_open" || reason === "cancelled";

/** Wakes who waits for something to happen. */
class Bell {
  #ring = Promise.withResolvers<void>();

  ring(): void {
    this.#ring.resolve();
    this.#ring = Promise.withResolvers<void>();
  }

  heard(): Promise<void> {
    return this.#ring.promise;
  }
}

/** The answers of some that are asked about, eight at once, also while those that came before are used. */
class Asker<Item, Answer> {
  readonly #items: Iterator<Item>;
  readonly #bell = new Bell();
  #ready: Asked<Item, Answer> = { answers: [], failures: [] };
  #weight = 0;
  #working = atOnce;
  #isOver = false;
  broken: unknown;

  constructor(
    items: Iterable<Item>,
    readonly ask: (item: Item) => Promise<Answer>,
    readonly how: Asking<Answer>,
  ) {
    this.#items = items[Symbol.iterator]();
    for (let number = 0; number < atOnce; number++) void this.#work();
  }

  /** Nothing more comes. */
  get isDone(): boolean {
    return this.#working === 0 && this.#count === 0;
  }

  /** Takes what came, as soon as it is enough to be taken together. */
  async take(): Promise<Asked<Item, Answer>> {
    while (this.#working > 0 && !this.#isFull && this.#count < this.how.together) await this.#bell.heard();
    const taken = this.#ready;
    this.#ready = { answers: [], failures: [] };
    this.#weight = 0;
    this.#bell.ring();
    return taken;
  }

  end(): void {
    this.#isOver = true;
    this.#bell.ring();
  }

  get #count(): number {
    return this.#ready.answers.length + this.#ready.failures.length;
  }

  get #isFull(): boolean {
    return this.#weight >= (this.how.mostWeight ?? Infinity);
  }

  get #isStopped(): boolean {
    return this.#isOver || this.broken !== undefined || (this.how.isEnough?.() ?? false);
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#isFull) await this.#bell.heard();
      else {
        const next = this.#items.next();
        if (next.done) break;
        await this.#askOne(next.value);
        this.#bell.ring();
      }
    }
    this.#working -= 1;
    this.#bell.ring();
  }

  async #askOne(item: Item): Promise<void> {
    try {
      const answer = await this.ask(item);
      this.#ready.answers.push({ item, answer });
      this.#weight += this.how.weightOf?.(answer) ?? 0;
    } catch (thrown) {
      if (!(thrown instanceof OutboundError) || isEverybodys(thrown)) this.broken ??= thrown;
      else this.#ready.failures.push({ item, failure: thrown });
    }
  }
}

/**
 * Asks about each, eight at once, and goes on asking while what was answered is used. What hits everybody ends it: it is thrown once what was answered until
 * then has been given out.
 */
export async function* askEach<Item, Answer>(
  items: Iterable<Item>,
  ask: (item: Item) => Promise<Answer>,
  how: Asking<Answer>,
): AsyncGenerator<Asked<Item, Answer>, void> {
  const asker = new Asker(items, ask, how);
  try {
    while (!asker.isDone) {
      const asked = await asker.take();
      if (asked.answers.length + asked.failures.length > 0) yield asked;
    }
    if (asker.broken !== undefined) throw asker.broken;
  } finally {
    asker.end();
  }
}
