import { getLocale } from "next-intl/server";
import { asCall } from "../auth/current";
import { AppError } from "../errors";
import { inCallersLanguage } from "../i18n/caller";
import { saySaid } from "../i18n/said";
import { noteAnswer } from "../measures/watch";
import { withTrace } from "../outbound/trace";
import type { PartnerActor } from "../partner/verify";
import { withPatience } from "../patience";
import { type ReadBody, readBytes, toJson } from "./body";
import {
  Answer,
  bodySchemaOf,
  type Call,
  type Declaration,
  type DeclaredHandler,
  type NextContext,
  statusOf,
} from "./declaration";
import { type Actors, type Door, enter } from "./door";
import { readDryRun } from "./dry-run";
import { type Envelope, failure, success, toAppError } from "./envelope";
import { type RequestFacts, requestFacts } from "./facts";
import { readUpload, type UploadedFile } from "./multipart";
import { answerOnce } from "./once";
import { respond, send } from "./send";
import { acceptedOnce, enterSigned, requireScope } from "./signed";
import { errorTexts } from "./texts";
import { validate } from "./validate";
import { anyKey, fromWire, toWirePath, wireFaults } from "./wire";

/** An answer with a status, message or headers of its own; plain data is a 200. */
export const answer = <A>(data: A, options: Answer<A>["options"] = {}) => new Answer(data, options);

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
  const headers = { "Content-Language": await getLocale(), Vary: "Accept-Language" };
  const again = wait === undefined ? undefined : { "Retry-After": String(Math.ceil(wait)) };
  return respond(onTheWire(failure(error, requestId, t)), error.status, { ...headers, ...again });
}

/** What a form says beside its file, as a body. */
function readTexts({ fields }: UploadedFile): unknown {
  const errors = wireFaults(fields);
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  return fromWire(fields);
}

async function readCall<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  { actor, request, context, isDryRun, read }: Entered<D>,
) {
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const place = await context.params;
  const errors = [...wireFaults(search, anyKey), ...wireFaults(place, anyKey)];
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  const params = declaration.params ? validate(declaration.params, place) : undefined;
  const query = declaration.query ? validate(declaration.query, fromWire(search)) : undefined;
  const file = declaration.fileLimitBytes ? await readUpload(request.headers, read, declaration.fileLimitBytes) : null;
  const schema = bodySchemaOf(declaration, actor);
  const readObject = async () => toJson(await read(declaration.bodyLimitBytes), request.headers, declaration.opaque);
  const told = () => (file ? readTexts(file) : readObject());
  const body = schema ? validate(schema, await told()) : undefined;
  return { params, query, body, file, isDryRun } as Omit<Call<D, P, Q, B>, "actor" | "http">;
}

type Entered<D extends Door> = {
  actor: Actors[D];
  request: Request;
  context: NextContext;
  http: RequestFacts;
  isDryRun: boolean;
  read: ReadBody;
};

async function carryOut<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  entered: Entered<D>,
): Promise<Response> {
  const { actor, http } = entered;
  const call = await readCall(declaration, entered);
  if (declaration.scope) requireScope(actor as PartnerActor, declaration.scope);
  const result = await withTrace(http.requestId, () => declaration.handle({ ...call, actor, http }));
  if (result instanceof Response) return result;
  const { data, options } = result instanceof Answer ? result : new Answer(result, {});
  const status = options.status ?? statusOf(declaration.answers);
  if ("whole" in declaration.answers)
    return send(data, { requestId: http.requestId, status, headers: options.headers });
  return respond(
    success(data, http.requestId, options.message && saySaid(options.message)),
    status,
    options.headers,
    options.topLevel,
  );
}

const orRefuse = (requestId: string, work: () => Promise<Response>): Promise<Response> =>
  work().catch(thrown => refuse(toAppError(thrown, requestId), requestId));

/** The same call, whose answer is kept under its `Idempotency-Key`, where it has one. */
async function carryOutOnce<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  entered: Entered<D>,
  scope: string,
): Promise<Response> {
  const { http } = entered;
  const bytes = await entered.read(declaration.bodyLimitBytes);
  const read = () => Promise.resolve(bytes);
  const isFinal = (data: unknown) => declaration.isFinal?.(fromWire(data) as A) ?? true;
  return answerOnce({ scope, bytes, http, isFinal }, () =>
    orRefuse(http.requestId, () => carryOut(declaration, { ...entered, read })),
  );
}

/** The call of a partner: signature, key, and the mark that it was accepted, all before its body is understood. */
async function carryOutSigned<D extends Door, P, Q, B, A>(
  declaration: Declaration<D, P, Q, B, A>,
  { request, context, http }: Omit<Entered<D>, "actor" | "isDryRun" | "read">,
): Promise<Response> {
  const { actor, bytes } = await enterSigned(request, http, declaration.bodyLimitBytes);
  const isDryRun = readDryRun(declaration, http);
  const read = () => Promise.resolve(bytes);
  const entered = { actor: actor as Actors[D], request, context, http, isDryRun, read };
  const accepted = () => acceptedOnce(actor, () => orRefuse(http.requestId, () => carryOut(declaration, entered)));
  if (isDryRun) return accepted();
  return answerOnce({ scope: `partner:${actor.accountId}`, bytes, http }, accepted);
}

/** Makes a route handler of a declaration: door, origin, shape, envelope, casing and errors are done here, once. */
export function route<D extends Door, A = never, P = undefined, Q = undefined, B = undefined>(
  declaration: Declaration<D, P, Q, B, A>,
): DeclaredHandler {
  const handler = async (request: Request, context: NextContext) => {
    const sinceMs = performance.now();
    const http = requestFacts(request.headers, request.url, request.method);
    const answered = async () => {
      if (declaration.auth === "partner")
        return inCallersLanguage(request.headers, () => carryOutSigned(declaration, { request, context, http }));
      const { method, headers } = request;
      const [path] = http.url.split("?");
      const givesFile = "file" in declaration.answers;
      const actor = await enter(declaration.auth, { method, headers, path, givesFile, inView: declaration.inView });
      const leave = await declaration.admit?.(actor);
      const carry = async () => {
        const isDryRun = readDryRun(declaration, http);
        const read: ReadBody = limit => readBytes(request, limit);
        const entered = { actor, request, context, http, isDryRun, read };
        const once = isDryRun ? undefined : declaration.once;
        return once ? carryOutOnce(declaration, entered, once(actor)) : carryOut(declaration, entered);
      };
      return inCallersLanguage(headers, carry).finally(leave);
    };
    const told = () => asCall(() => orRefuse(http.requestId, answered));
    // What a cron asks for is a worker's work: it takes its time.
    if (declaration.auth === "cron") return told();
    return withPatience(told).finally(() => noteAnswer(request, context?.params, sinceMs));
  };
  return Object.assign(handler, { declaration: declaration as unknown as Declaration });
}

/** The answer of an address that does not exist. */
export async function notThere(request: Request): Promise<Response> {
  const http = requestFacts(request.headers, request.url, request.method);
  return asCall(() => refuse(new AppError("not_found"), http.requestId));
}
