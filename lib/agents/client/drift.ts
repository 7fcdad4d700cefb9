import { cleanText } from "@/lib/platform/clean-text";

const mostNotes = 40;

/** What differs from what we know of reZEN, each once: `transactions.foo` for a field that is new, `transactions.firmDate: no date` for a value that was left empty. */
export class Drift {
  #notes = new Set<string>();

  note(text: string): void {
    if (this.#notes.size < mostNotes) this.#notes.add(cleanText(text.slice(0, 120)));
  }

  list(): string[] {
    return [...this.#notes];
  }
}
