import type { RezenAccess } from "./rezen-call";

/** How long each part is, as far as that is told elsewhere than in its pages; null where it is not. Throws OutboundError. */
export type AskLengths = (access: RezenAccess, signal: AbortSignal) => Promise<readonly (number | null)[]>;

/** How long the parts of a list are, where their pages do not tell: a hint, for which nobody waits and whose failure is nobody's. */
export class Lengths {
  #told: readonly (number | null)[] = [];
  #isAsked = false;

  constructor(readonly ask: () => Promise<readonly (number | null)[]> | undefined) {}

  /** The length of a part; null while it is not known. */
  of(part: number): number | null {
    return this.#told[part] ?? null;
  }

  /** Asks once. */
  want(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.ask()?.then(
      told => {
        this.#told = told;
      },
      () => undefined,
    );
  }
}
