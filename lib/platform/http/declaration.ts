import type { ZodObject, ZodType } from "zod";
import type { PartnerScope } from "../partner/schema";
import type { Actors, Door } from "./door";
import type { RequestFacts } from "./facts";
import type { UploadedFile } from "./multipart";

type AnswerOptions = {
  status?: number;
  message?: string;
  headers?: Record<string, string>;
  topLevel?: Record<string, unknown>;
};

/** An answer with a status, message, headers or top-level fields of its own. */
export class Answer<A> {
  constructor(
    readonly data: A,
    readonly options: AnswerOptions,
  ) {}
}

/** A call as `handle` gets it. */
export type Call<D extends Door, P, Q, B> = {
  actor: Actors[D];
  params: P;
  query: Q;
  body: B;
  /** Only asks what it would do; of a route that takes `?dry_run=true`. */
  isDryRun: boolean;
  /** What was sent as a form's only file; of a route that takes one. */
  file: UploadedFile | null;
  http: RequestFacts;
};

/**
 * What a route answers when all went well: data in an envelope (with fields beside it at top level, and `alsoStatus` where nothing was left to do);
 * an answer that is an envelope of its own; or a file of a media type, which has none.
 */
export type Answers<A> =
  | { status?: number; alsoStatus?: number; data: ZodType<A>; topLevel?: ZodObject }
  | { whole: ZodType<A> }
  | { file: string /** Of a dry run: what the file would be. */; announces?: ZodType<A> };

/** What a partner's account must be allowed to do: required at their door, and nothing at any other. */
type ScopeOf<D extends Door> = D extends "partner" ? { scope: PartnerScope } : { scope?: never };

/** A route is a declaration: who may enter, what shape, what comes back, then one call. */
export type Declaration<D extends Door = Door, P = unknown, Q = unknown, B = unknown, A = unknown> = ScopeOf<D> & {
  auth: D;
  summary: string;
  params?: ZodType<P>;
  query?: ZodType<Q>;
  /** What may be sent; where it depends on who sends it, made for them, and for the document for nobody. */
  body?: ZodType<B> | ((actor: Actors[D] | null) => ZodType<B>);
  /** A body on the wire that is taken, for the reference: where one made of the schema is not, because fields rule each other out. */
  example?: Record<string, unknown>;
  answers: Answers<A>;
  bodyLimitBytes?: number;
  /** Keys of the body whose value comes as it was sent, with keys of somebody else's: the schema looks at it. */
  opaque?: readonly string[];
  /** May be called while an admin looks with somebody else's eyes, and as themselves: what ends the look or belongs to it. All else only reads then. */
  inView?: boolean;
  /** Takes `?dry_run=true`, which changes nothing: no answer to it is kept. */
  explains?: boolean;
  /** Takes one file in a multipart form, of at most so many bytes; the body is what else stands in the form. */
  fileLimitBytes?: number;
  /** Lets a call in before any of its body is read, or throws; what it returns is called when the call is over. */
  admit?: (actor: Actors[D]) => Promise<() => void>;
  /** Names who gives an `Idempotency-Key`: a repeated call gets the first one's answer. Only where no answer shows a secret. */
  once?: (actor: Actors[D]) => string;
  /** Of a route with `once`: is this what a repeat shall be told too? Always, unless said; what refuses a part of a call may pass by itself. */
  isFinal?: (data: NoInfer<A>) => boolean;
  handle: (call: Call<D, P, Q, B>) => Promise<NoInfer<A> | Answer<NoInfer<A>> | Response>;
};

/** What Next brings beside a request: the parameters of its address. */
export type NextContext = { params: Promise<Record<string, string | string[]>> };
/** A Next route handler that carries its declaration, for the OpenAPI document and the tests. */
export type DeclaredHandler = ((request: Request, context: NextContext) => Promise<Response>) & {
  declaration: Declaration;
};

/** The body's schema for who sends it. */
export const bodySchemaOf = <D extends Door, B>(
  { body }: { body?: ZodType<B> | ((actor: Actors[D] | null) => ZodType<B>) },
  actor: Actors[D] | null,
): ZodType<B> | undefined => (typeof body === "function" ? body(actor) : body);

/** The status of an answer that went well. */
export const statusOf = (answers: Answers<unknown>): number => ("data" in answers ? (answers.status ?? 200) : 200);
