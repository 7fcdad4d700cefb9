/** How many calls of an upstream are being answered, and how many were at the same time at most since it was last asked to forget. */
export type Load = { now: number; most: number };

/** How many calls are in flight, as those see it who are called: what a budget of calls is held against. */
export class LoadBook {
  #loads = new Map<string, Load>();

  /** Counts a call that has arrived; the returned function counts it out, once. */
  begin(upstream: string): () => void {
    const load = this.#loads.get(upstream) ?? { now: 0, most: 0 };
    this.#loads.set(upstream, load);
    load.now += 1;
    load.most = Math.max(load.most, load.now);
    let isOver = false;
    return () => {
      if (!isOver) load.now -= 1;
      isOver = true;
    };
  }

  /** The load of every upstream that was called. */
  list(): Record<string, Load> {
    return Object.fromEntries([...this.#loads].map(([upstream, load]) => [upstream, { ...load }]));
  }

  /** From now on only what is in flight counts. */
  forget(): void {
    for (const load of this.#loads.values()) load.most = load.now;
  }
}
