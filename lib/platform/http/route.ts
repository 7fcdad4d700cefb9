import type { ZodObject, ZodType } from "zod";
import { AppError } from "../errors";
import { withTrace } from "../outbound/trace";
import type { PartnerScope } from "../partner/schema";
import type { PartnerActor } from "../partner/verify";
import { readBytes, readJson } from "./body";
import { type Actors, type Door, enter } from "./door";
import { type Envelope, failure, success, toAppError } from "./envelope";
import { type RequestFacts, requestFacts } from "./facts";
import { readUpload, type UploadedFile } from "./multipart";
import { answerOnce } from "./once";
import { respond, send } from "./send";
import { acceptedOnce, enterSigned, requireScope, withBody } from "./signed";
import { errorTexts } from "./texts";
import { validate } from "./validate";
import { anyKey, fromWire, toWirePath, wireFaults } from "./wire";

type AnswerOptions = {
  status?: number;
  message?: string;
  headers?: Record<string, string>;
  topLevel?: Record<string, unknown>;
};

class Answer<A> {
  constructor(
    readonly data: A,
    readonly options: AnswerOptions,
  ) {}
}

/** An answer with a status, message or headers of its own; plain data is a 200. */
export const answer = <A>(data: A, options: AnswerOptions = {}) => new Answer(data, options);

type Call<D extends Door, P, Q, B> = {
  actor: Actors[D];
  params: P;
  query: Q;
  body: B;
  /** What was sent as a form's only file; of a route that takes one. */
  file: UploadedFile | null;
  http: RequestFacts;
};

/**
 * What a route answers when all went well: data in an envelope (with fields beside it at top level, and `alsoStatus` where nothing was left to do);
 * an answer that is an envelope of its own; or a file of a media type, which has none.
 */
type Answers<A> =
  | { status?: number; alsoStatus?: number; data: ZodType<A>; topLevel?: ZodObject }
  | { whole: ZodType<A> }
  | { file: string };

/** What a partner's account must be allowed to do: required at their door, and nothing at any other. */
type ScopeOf<D extends Door> = D extends "partner" ? { scope: PartnerScope } : { scope?: never };

/** A route is a declaration: who may enter, what shape, what comes back, then one call. */
export type Declaration<D extends Door = Door, P = unknown, Q = unknown, B = unknown, A = unknown> = ScopeOf<D> & {
  auth: D;
  summary: string;
  params?: ZodType<P>;
  query?: ZodType<Q>;
  body?: ZodType<B>;
  answers: Answers<A>;
  bodyLimitBytes?: number;
  /** Keys of the body whose value comes as it was sent, with keys of somebody else's: the schema looks at it. */
  opaque?: readonly string[];
  /** Takes one file in a multipart form instead of a body, of at most so many bytes. */
  fileLimitBytes?: number;
  /** Lets a call in before any of its body is read, or throws; what it returns is called when the call is over. */
  admit?: (actor: Actors[D]) => Promise<() => void>;
  /** Names who gives an `Idempotency-Key`: a repeated call gets the first one's answer. Only where no answer shows a secret. */
  once?: (actor: Actors[D]) => string;
  handle: (call: Call<D, P, Q, B>) => Promise<NoInfer<A> | Answer<NoInfer<A>> | Response>;
};

type NextContext = { params: Promise<Record<string, string | string[]>> };
/** A Next route handler that carries its declaration, for the OpenAPI document and the tests. */
export type DeclaredHandler = ((request: Request, context: NextContext) => Promise<Response>) & {
  declaration: Declaration;
};

const onTheWire = (envelope: Envelope): Envelope =>
  envelope.error
    ? {
        ...envelope,
        error: {
          ...envelope.error,
          errors: envelope.error.errors.map(fault => ({ ...fault, field: toWirePath(fault.field) })),
        },
      }
    : envelope;

/** The JSON answer to a refusal, in the caller's language. */
export async function refuse(error: AppError, requestId: string): Promise<Response> {
  const t = await errorTexts();
  const wait = error.retryAfterSeconds;
  const headers = wait === undefined ? undefined : { "Retry-After": String(Math.ceil(wait)) };
  return respond(onTheWire(failure(error, requestId, t)), error.status, headers);
}

async function readCall<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  request: Request,
  context: NextContext,
) {
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const place = await context.params;
  const errors = [...wireFaults(search, anyKey), ...wireFaults(place, anyKey)];
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  const params = declaration.params ? validate(declaration.params, place) : undefined;
  const query = declaration.query ? validate(declaration.query, fromWire(search)) : undefined;
  const body = declaration.body
    ? validate(declaration.body, await readJson(request, declaration.bodyLimitBytes, declaration.opaque))
    : undefined;
  const file = declaration.fileLimitBytes ? await readUpload(request, declaration.fileLimitBytes) : null;
  return { params, query, body, file } as Omit<Call<D, P, Q, B>, "actor" | "http">;
}

/** The status of an answer that went well. */
export const statusOf = (answers: Answers<unknown>): number => ("data" in answers ? (answers.status ?? 200) : 200);

type Entered<D extends Door> = { actor: Actors[D]; request: Request; context: NextContext; http: RequestFacts };

async function carryOut<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  { actor, request, context, http }: Entered<D>,
): Promise<Response> {
  const call = await readCall(declaration, request, context);
  if (declaration.scope) requireScope(actor as PartnerActor, declaration.scope);
  const result = await withTrace(http.requestId, () => declaration.handle({ ...call, actor, http }));
  if (result instanceof Response) return result;
  const { data, options } = result instanceof Answer ? result : new Answer(result, {});
  const status = options.status ?? statusOf(declaration.answers);
  if ("whole" in declaration.answers)
    return send(data, { requestId: http.requestId, status, headers: options.headers });
  return respond(success(data, http.requestId, options.message), status, options.headers, options.topLevel);
}

const orRefuse = (requestId: string, work: () => Promise<Response>): Promise<Response> =>
  work().catch(thrown => refuse(toAppError(thrown, requestId), requestId));

/** The same call, whose answer is kept under its `Idempotency-Key`, where it has one. */
async function carryOutOnce<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  entered: Entered<D>,
  scope: string,
): Promise<Response> {
  const { request: given, http } = entered;
  const bytes = await readBytes(given, declaration.bodyLimitBytes);
  const request = withBody(given, bytes);
  return answerOnce({ scope, bytes, http }, () =>
    orRefuse(http.requestId, () => carryOut(declaration, { ...entered, request })),
  );
}

/** The call of a partner: signature, key, and the mark that it was accepted, all before its body is understood. */
async function carryOutSigned<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  { request: given, context, http }: Omit<Entered<D>, "actor">,
): Promise<Response> {
  const { actor, bytes } = await enterSigned(given, http, declaration.bodyLimitBytes);
  const entered = { actor: actor as Actors[D], request: withBody(given, bytes), context, http };
  return answerOnce({ scope: `partner:${actor.accountId}`, bytes, http }, () =>
    acceptedOnce(actor, () => orRefuse(http.requestId, () => carryOut(declaration, entered))),
  );
}

/** Makes a route handler of a declaration: door, origin, shape, envelope, casing and errors are done here, once. */
export function route<D extends Door, A = never, P = undefined, Q = undefined, B = undefined>(
  declaration: Declaration<D, P, Q, B, A>,
): DeclaredHandler {
  const handler = async (request: Request, context: NextContext) => {
    const http = requestFacts(request.headers, request.url, request.method);
    return orRefuse(http.requestId, async () => {
      if (declaration.auth === "partner") return carryOutSigned(declaration, { request, context, http });
      const actor = await enter(declaration.auth, request.method, request.headers);
      const leave = await declaration.admit?.(actor);
      const entered = { actor, request, context, http };
      const carry = async () =>
        declaration.once ? carryOutOnce(declaration, entered, declaration.once(actor)) : carryOut(declaration, entered);
      return carry().finally(leave);
    });
  };
  return Object.assign(handler, { declaration: declaration as unknown as Declaration });
}

/** The answer of an address that does not exist. */
export async function notThere(request: Request): Promise<Response> {
  const http = requestFacts(request.headers, request.url, request.method);
  return refuse(new AppError("not_found"), http.requestId);
}
