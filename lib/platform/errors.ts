/** Every error code of the product with its HTTP status: the one table (contract, section 2). */
export const errorStatus = {
  invalid_json: 400,
  invalid_request: 400,
  unauthenticated: 401,
  missing_signature: 401,
  missing_timestamp: 401,
  missing_account: 401,
  bad_signature: 401,
  stale_timestamp: 401,
  bad_timestamp: 401,
  forbidden: 403,
  onboarding_required: 403,
  read_only_view: 403,
  bad_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  step_out_of_order: 409,
  already_completed: 409,
  already_active: 409,
  duplicate_core_offering: 409,
  activation_in_progress: 409,
  activation_not_due: 409,
  replayed: 409,
  request_in_flight: 409,
  version_conflict: 409,
  sync_not_finished: 409,
  other_shop: 409,
  key_unreadable: 409,
  illegal_transition: 409,
  code_expired: 410,
  invite_expired: 410,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_input: 422,
  invalid_code: 422,
  country_not_enabled: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  too_many_attempts: 429,
  internal: 500,
  upstream_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** One fault of one field; `field` is a dotted camelCase path, the wire turns it to snake_case. */
export type FieldError = { field: string; code: string; message: string };

type AppErrorOptions = {
  message?: string;
  errors?: FieldError[];
  data?: Record<string, unknown>;
  retryAfterSeconds?: number;
  cause?: unknown;
};

/** A refusal that the caller may see: code, status, field errors and data; everything else becomes `internal`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: FieldError[];
  readonly data: Record<string, unknown> | null;
  readonly retryAfterSeconds: number | undefined;
  /** True when the message was written for this case; otherwise the catalogue's text for the code is shown. */
  readonly hasOwnMessage: boolean;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(options.message ?? code, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = errorStatus[code];
    this.errors = options.errors ?? [];
    this.data = options.data ?? null;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.hasOwnMessage = options.message !== undefined;
  }
}

/** A 422 with one entry per fault. */
export function invalidInput(errors: FieldError[], message?: string): AppError {
  return new AppError("invalid_input", { errors, message: message ?? errors[0]?.message });
}
