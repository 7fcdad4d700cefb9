/** The six answers a failed outbound call can have; the same words leave the building as `error.errors[0].code`. */
export type OutboundKind = "wrong_address" | "auth" | "permission" | "rate_limit" | "unreachable" | "unexpected";

/** Finer than the kind, for logs, retries and feed messages; never tells one private address from another. */
export type OutboundReason =
  | "refused_address"
  | "http_status"
  | "smtp_status"
  | "redirect"
  | "too_large"
  | "truncated"
  | "timeout"
  | "network"
  | "cancelled"
  | "breaker_open"
  | "busy"
  | "bad_body";

/** What is known of an answer that is no good: its status, what it calls its refusal, and what it says. */
type Told = { status?: number; code?: string; words?: string };

/** One line of a catalogue: whatever it names must fit. Of several lines the first that fits holds. */
export type Line = {
  statuses?: readonly number[];
  /** From this status on. */
  from?: number;
  code?: RegExp;
  words?: RegExp;
  kind: OutboundKind;
  /** Is a safe call asked again? Unless it is said, what passes by itself is. */
  isRetried?: boolean;
};

// What the statuses say, of everybody who has no other word for them; the last line fits them all.
const statusLines: readonly Line[] = [
  { statuses: [401], kind: "auth" },
  { statuses: [403], kind: "permission" },
  { statuses: [404, 410], kind: "wrong_address" },
  { statuses: [429], kind: "rate_limit" },
  { statuses: [408, 500, 502, 503, 504], kind: "unreachable" },
  { from: 500, kind: "unreachable", isRetried: false },
  { kind: "unexpected" },
];

type Silence = { code: RegExp; kind: OutboundKind; reason: OutboundReason; isRetried: boolean };

// By the code or the name that the socket, the parser or a decoder gave the failure.
const silenceLines: readonly Silence[] = [
  {
    code: /^(TimeoutError|ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/,
    ...{ kind: "unreachable", reason: "timeout", isRetried: true },
  },
  { code: /^AbortError$/, kind: "unreachable", reason: "cancelled", isRetried: false },
  { code: /^Z_BUF_ERROR$/, kind: "unreachable", reason: "truncated", isRetried: true },
  { code: /^(Z_|ERR__ERROR|HPE_)/, kind: "unexpected", reason: "bad_body", isRetried: false },
];
// A name that is not found, a port that is closed, a certificate that does not hold.
const noWay: Omit<Silence, "code"> = { kind: "unreachable", reason: "network", isRetried: true };

/** What a call is that got no answer, by what its failure is called. */
export const classifySilence = (names: readonly string[]): Omit<Silence, "code"> =>
  silenceLines.find(({ code }) => names.some(name => code.test(name))) ?? noWay;

const passes = (kind: OutboundKind): boolean => kind === "rate_limit" || kind === "unreachable";

function fits({ statuses, from, code, words }: Line, told: Told): boolean {
  if (statuses && !statuses.includes(told.status ?? 0)) return false;
  if (from !== undefined && (told.status ?? 0) < from) return false;
  return (code?.test(told.code ?? "") ?? true) && (words?.test(told.words ?? "") ?? true);
}

/** What an answer is by an upstream's own lines, or else by its status, and whether a safe call is asked again. */
export function classify(lines: readonly Line[], told: Told): { kind: OutboundKind; isRetried: boolean } {
  const { kind, isRetried = passes(kind) } = [...lines, ...statusLines].find(line => fits(line, told)) ?? {
    kind: "unexpected",
  };
  return { kind, isRetried };
}

/** How one class of failure is told, and where it is mended. */
export type Remedy<Field extends string = string> = {
  /** Does the work that it stopped wait for a person? Else it is tried again by itself where that may help, and ends. */
  waits: boolean;
  /** What whoever waits for the work is told. */
  text: string;
  /** The field of the step that is mended; null where nobody who fills it in can mend anything. */
  field: Field | null;
};

/** What a form says of a test that failed: under which field, by which text of `fields`. */
export type Refusal<Field extends string = string> = { field: Field; message: string };

/**
 * Everything that can go wrong with one of those we call: how its answers are read, what becomes of the work, what people are told, and the field that
 * mends it. Forms, runs, readiness and alerts read it and decide nothing themselves. `Own` are classes that are ours, besides the six of every call.
 */
export type Catalogue<Field extends string = string, Own extends string = never> = {
  lines: readonly Line[];
  remedies: Readonly<Record<OutboundKind | Own, Remedy<Field>>>;
  /** Our own budget was full, which is nobody else's fault. */
  busy: string;
};

/** The same, of one that people give us a key for, which is tested before it is kept. */
export type KeyCatalogue<Field extends string = string, Own extends string = never> = Catalogue<Field, Own> & {
  refusals: Readonly<Record<OutboundKind, Refusal<Field>>>;
};

/** The address of the field that mends a failure, on the page where it is filled in; of what the catalogue does not lead anywhere, that of `usual`. */
export function fieldAt<Field extends string>(
  page: string,
  { remedies }: Pick<Catalogue<Field>, "remedies">,
  { fault, usual }: { fault: string | null; usual: Field },
): string {
  // A class is whatever a row has kept: no word may find what every object has.
  const found = Object.entries<Remedy<Field>>(remedies).find(([name]) => name === fault);
  return `${page}#field-${found?.[1].field ?? usual}`;
}
