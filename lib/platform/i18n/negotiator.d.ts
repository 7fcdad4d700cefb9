declare module "negotiator" {
  /** As much of the library as is used here: it brings no types. */
  export default class Negotiator {
    constructor(request: { headers: Record<string, string> });
    languages(available: readonly string[]): string[];
  }
}
