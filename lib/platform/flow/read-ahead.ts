import { besideTransaction, requireNoTransaction } from "../db";

/** Values of a source one by one, the next of which may be made while one is used. */
export class ReadAhead<T> {
  #next: Promise<IteratorResult<T, void>> | undefined;

  /** `stop` ends what the source waits for. */
  constructor(
    readonly source: AsyncGenerator<T, void>,
    readonly stop?: () => void,
  ) {}

  /** Begins to make the next value; once for each that is taken, also inside a transaction, which does not wait for it. A failure is thrown by `take`. */
  readOn(): void {
    if (this.#next) return;
    this.#next = besideTransaction(() => this.source.next());
    this.#next.catch(() => undefined); // whoever takes it is told
  }

  /** The next value, or null at the end; never inside a transaction, which would wait for it. */
  async take(): Promise<T | null> {
    requireNoTransaction("a value that is waited for");
    this.readOn();
    const { value, done } = (await this.#next) as IteratorResult<T, void>;
    this.#next = undefined;
    return done ? null : (value as T);
  }

  /** Lets the source end; what is being made is stopped, or waited for where it cannot be. */
  async close(): Promise<void> {
    this.stop?.();
    await this.source.return();
  }
}

/** The same values in the same order, the next one being made while one is used. */
export async function* ahead<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  const values = new ReadAhead(source);
  try {
    for (let value = await values.take(); value !== null; value = await values.take()) {
      values.readOn();
      yield value;
    }
  } finally {
    await values.close();
  }
}
