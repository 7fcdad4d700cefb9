import { AppError, type ErrorCode, type FieldError } from "../errors";
import { log } from "../log";

/** The one shape of every answer (contract, section 2). */
export type Envelope<T = unknown> = {
  success: boolean;
  message: string;
  data: T | null;
  error: null | { code: ErrorCode; message: string; errors: FieldError[]; docUrl: string; supportCode: string };
  meta: { requestId: string; timestamp: string };
};

/** The catalogues of the caller's language: a sentence per error code, and one per field message key. */
export type Texts = { code: (code: ErrorCode) => string; field: (message: string) => string };

const meta = (requestId: string) => ({ requestId, timestamp: new Date().toISOString() });

/** An envelope around data. */
export const success = <T>(data: T, requestId: string, message = "OK"): Envelope<T> => ({
  success: true,
  message,
  data,
  error: null,
  meta: meta(requestId),
});

// Postgres and the pool say "not now" in these ways; the caller may try again.
const unavailable =
  /timeout exceeded when trying to connect|ECONNREFUSED|ECONNRESET|terminating connection|Connection terminated|closed the connection|Can't reach database server|Too many database connections|Operation has timed out|Unable to start a transaction|lock timeout|P1001|P1002|P1008|P2024|P2028|P2034|40P01|40001|57014|57P0[1-3]|P1017|53300|55P03|deadlock detected|could not serialize/;

const againAfterSeconds = 2;

/** Any thrown thing as a refusal that may be shown; what is unknown is logged and becomes `internal`. */
export function toAppError(thrown: unknown, requestId: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const text =
    thrown instanceof Error ? `${thrown.message} ${(thrown as { code?: string }).code ?? ""}` : String(thrown);
  const isDown = unavailable.test(text);
  log.error({ err: thrown, requestId }, isDown ? "database is not answering" : "unexpected error");
  return isDown
    ? new AppError("unavailable", { cause: thrown, retryAfterSeconds: againAfterSeconds })
    : new AppError("internal", { cause: thrown });
}

/** An envelope around a refusal. */
export function failure(error: AppError, requestId: string, texts: Texts): Envelope {
  const message = error.hasOwnMessage ? texts.field(error.message) : texts.code(error.code);
  const data =
    error.retryAfterSeconds === undefined ? error.data : { ...error.data, retryAfter: error.retryAfterSeconds };
  const errors = error.errors.map(fault => ({ ...fault, message: texts.field(fault.message) }));
  const shown = { code: error.code, message, errors, docUrl: `/docs/api#${error.code}`, supportCode: requestId };
  return { success: false, message, data, error: shown, meta: meta(requestId) };
}
