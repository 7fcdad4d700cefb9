import type { AsyncLocalStorage } from "node:async_hooks";
import type pg from "pg";
import { withLongTexts } from "./long-texts";
import { isChore, noteStatement } from "./measures/watch";
import { countWait, patienceLeft } from "./patience";

// Who waits in a row for one lock waits for whoever is ahead first, and then anew: only the statement's own time ends that.
const pastLockMs = 200;
// A round trip for less is not worth it.
const noticeableMs = 100;

/**
 * What a transaction begins with as soon as there is a connection: its scope, and where somebody waits for the answer, how long its statements may
 * wait after all that was waited for before. Known to all that the transaction does.
 */
export class Beginning {
  /** Does it still go on? */
  isOpen = true;
  readonly #sinceMs = performance.now();
  #setMs: number | null = null;

  /** `scope` is the text of a BEGIN. */
  constructor(readonly scope: string) {}

  /** The text to begin with. */
  text(): string {
    countWait(this.#sinceMs);
    const leftMs = patienceLeft();
    return leftMs === null ? this.scope : `${this.scope}; ${this.#limitTo(leftMs)}`;
  }

  /** What to send before the next statement, where those before it have waited; null where there is as much time as was said. */
  shortened(): string | null {
    const leftMs = patienceLeft();
    if (leftMs === null || this.#setMs === null || leftMs > this.#setMs - noticeableMs) return null;
    return this.#limitTo(leftMs);
  }

  #limitTo(leftMs: number): string {
    this.#setMs = leftMs;
    return `SET LOCAL lock_timeout = ${leftMs}; SET LOCAL statement_timeout = ${leftMs + pastLockMs}`;
  }
}

type Given = { text: string; values?: unknown };
const isGiven = (given: unknown): given is Given => typeof given === "object" && given !== null && "text" in given;
const isEnd = ({ text }: Given) => /^(COMMIT|ROLLBACK)$/.test(text);

const withTexts = (given: Given) =>
  Array.isArray(given.values) ? { ...given, values: withLongTexts(given.values) } : given;

/**
 * Prisma opens a transaction with a bare BEGIN: here it brings role and tenant along, which would else be two round trips of their
 * own in every transaction. Where `beginning` holds nothing no role is chosen, and there is nothing to see. Long texts, of which Prisma has the
 * names alone, are put in here, and what a statement waited for is counted.
 */
export function completeStatements(client: pg.PoolClient, beginning: AsyncLocalStorage<Beginning>): void {
  const query = client.query.bind(client) as (first: unknown, ...rest: unknown[]) => unknown;
  const send = (given: unknown, ...rest: unknown[]) => {
    if (!isGiven(given)) return query(given, ...rest);
    const current = beginning.getStore();
    if (given.text === "BEGIN") return query({ ...given, text: current?.text() ?? given.text }, ...rest);
    const shorter = isEnd(given) ? null : current?.shortened();
    // In a transaction that has failed already it fails as the statement behind it does, which says so.
    if (shorter) Promise.resolve(query(shorter)).catch(() => undefined);
    const [sinceMs, isTold] = [performance.now(), !isEnd(given) && !isChore()];
    const asked = query(withTexts(given), ...rest);
    const count = () => {
      countWait(sinceMs);
      if (isTold) noteStatement(given.text, sinceMs);
    };
    if (current && asked instanceof Promise) asked.then(count, count);
    return asked;
  };
  client.query = send as typeof client.query;
}

type Heard = (...answer: unknown[]) => unknown;

/** Counts how long each statement takes, where a statement is a transaction of its own: the pool sends it, and hears the answer by a callback. */
export function timeStatements(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown;
  const send = (...given: unknown[]) => {
    const [[first], heard] = [given, given.at(-1)];
    if (!isGiven(first) || typeof heard !== "function") return query(...given);
    // Whose it is, is known here alone: the answer comes to whoever opened the connection.
    if (isChore()) return query(...given);
    const sinceMs = performance.now();
    const timed: Heard = (...answer) => {
      noteStatement(first.text, sinceMs);
      return (heard as Heard)(...answer);
    };
    return query(...given.slice(0, -1), timed);
  };
  client.query = send as typeof client.query;
}
