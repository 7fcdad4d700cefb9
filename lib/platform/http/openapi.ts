import { z } from "zod";
import { type ErrorCode, errorStatus } from "../errors";
import { bodySchemaOf, type Declaration, type DeclaredHandler, statusOf } from "./declaration";
import type { Door } from "./door";
import { DryRun } from "./dry-run";
import { toWirePath } from "./wire";

/** The modules of `app/api`, by the path of their folder: `/api/v1/store/onboarding/step/order-sync/progress/[jobId]`. */
export type RouteModules = Record<string, Record<string, unknown>>;
type Json = Record<string, unknown>;

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const security: Record<Door, Json[]> = {
  public: [],
  link: [],
  dev: [],
  cron: [{ bearer: [] }],
  metrics: [{ bearer: [] }],
  internal: [{ bearer: [] }, { session: [] }],
  user: [{ session: [] }],
  store_owner: [{ session: [] }],
  practitioner: [{ session: [] }],
  agent: [{ session: [] }],
  customer: [{ session: [] }],
  staff: [{ session: [] }],
  admin: [{ session: [] }],
  partner: [{ signatureAccount: [], signatureTime: [], signature: [] }],
};

/** Keys of every `properties` and `required` in the wire's snake_case. */
function toWireSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWireSchema);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === "properties")
        return [
          key,
          Object.fromEntries(Object.entries(inner as Json).map(([name, one]) => [toWirePath(name), toWireSchema(one)])),
        ];
      if (key === "required") return [key, (inner as string[]).map(toWirePath)];
      return [key, toWireSchema(inner)];
    }),
  );
}

function toSchema(schema: z.ZodType | undefined, io: "input" | "output"): Json {
  if (!schema) return {};
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    target: "draft-2020-12",
  }) as Json;
  return toWireSchema(json) as Json;
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  const { properties = {}, required = [] } = toSchema(schema, "input") as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: inner,
  }));
}

const envelopeOf = (data: Json, topLevel: Json = {}): Json => ({
  allOf: [{ $ref: "#/components/schemas/Envelope" }, topLevel, { type: "object", properties: { data } }],
  unevaluatedProperties: false,
});
const refusal: Json = { $ref: "#/components/responses/Refusal" };
const content = (schema: Json): Json => ({ "application/json": { schema } });

// One of several schemas of an answer: closed by the whole, not by itself.
function openObject(schema: z.ZodType | undefined): Json {
  const { additionalProperties: _, ...json } = toSchema(schema, "output");
  return json;
}
function contentOf(answers: Declaration["answers"]): Json {
  if ("file" in answers) return { [answers.file]: {} };
  if ("whole" in answers) return content(toSchema(answers.whole, "output"));
  return content(envelopeOf(toSchema(answers.data, "output"), openObject(answers.topLevel)));
}

/** A form with one file, and what is told beside it. */
function formOf(body: z.ZodType | undefined): Json {
  const { properties = {}, required = [] } = toSchema(body, "input") as { properties?: Json; required?: string[] };
  const file = { type: "string", format: "binary" };
  const schema = { type: "object", required: ["file", ...required], properties: { file, ...properties } };
  return { "multipart/form-data": { schema } };
}

const requestOf = (body: z.ZodType | undefined, { fileLimitBytes, example }: Declaration): Json => {
  const shown = example ? { example } : {};
  const told = fileLimitBytes
    ? formOf(body)
    : body && { "application/json": { schema: toSchema(body, "input"), ...shown } };
  return told ? { requestBody: { required: true, content: told } } : {};
};

const idempotencyKey: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "A repeat with the same key, body and address within 24 hours gets the first answer with `Idempotent-Replayed: true`; another body 422 `idempotency_key_reused`; while the first is under way 409 `request_in_flight`.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function toOperation(declaration: Declaration): Json {
  const { auth, summary, params, query, answers } = declaration;
  const body = bodySchemaOf(declaration, null);
  const asked = declaration.explains ? parametersOf(DryRun, "query") : [];
  const parameters = [...parametersOf(params, "path"), ...parametersOf(query, "query"), ...asked];
  const refusals = ["public", "link", "dev"].includes(auth)
    ? ["422", "429"]
    : ["401", "403", "404", "409", "422", "429"];
  return {
    summary,
    security: security[auth],
    "x-door": auth,
    parameters: declaration.once || auth === "partner" ? [...parameters, idempotencyKey] : parameters,
    ...requestOf(body, declaration),
    responses: {
      [statusOf(answers)]: { description: "Done", content: contentOf(answers) },
      ...("data" in answers && answers.alsoStatus
        ? { [answers.alsoStatus]: { description: "Nothing was left to do", content: contentOf(answers) } }
        : {}),
      ...Object.fromEntries(refusals.map(status => [status, refusal])),
      default: refusal,
    },
  };
}

const wirePath = (path: string) => path.replace(/\[(\w+)\]/g, (_, name: string) => `{${toWirePath(name)}}`);
const isDeclared = (handler: unknown): handler is DeclaredHandler =>
  typeof handler === "function" && "declaration" in handler;

const envelope: Json = {
  type: "object",
  required: ["success", "message", "data", "error", "meta"],
  properties: {
    success: { type: "boolean" },
    message: { type: "string" },
    data: {},
    error: { oneOf: [{ type: "null" }, { $ref: "#/components/schemas/Error" }] },
    meta: {
      type: "object",
      required: ["request_id", "timestamp"],
      properties: { request_id: { type: "string" }, timestamp: { type: "string", format: "date-time" } },
    },
  },
};
const fieldError: Json = {
  type: "object",
  required: ["field", "code", "message"],
  properties: { field: { type: "string" }, code: { type: "string" }, message: { type: "string" } },
};
const error: Json = {
  type: "object",
  required: ["code", "message", "errors", "doc_url", "support_code"],
  properties: {
    code: { enum: Object.keys(errorStatus) },
    message: { type: "string" },
    errors: { type: "array", items: fieldError },
    doc_url: { type: "string" },
    support_code: { type: "string" },
  },
};

/** The OpenAPI 3.1 document, made of the very declarations that the routes are. */
export function toOpenApi(modules: RouteModules, server: string): Json {
  const paths = Object.entries(modules).map(([path, handlers]) => {
    const operations = methods.flatMap(method => {
      const handler = handlers[method];
      return isDeclared(handler) ? [[method.toLowerCase(), toOperation(handler.declaration)] as const] : [];
    });
    return [wirePath(path), Object.fromEntries(operations)] as const;
  });
  return {
    openapi: "3.1.0",
    info: { title: "Gangway", version: "1", description: "Every answer is an envelope; codes never change." },
    servers: [{ url: server }],
    paths: Object.fromEntries(paths),
    components: {
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "gangway.session" },
        bearer: { type: "http", scheme: "bearer" },
        signatureAccount: { type: "apiKey", in: "header", name: "x-ons-account-id" },
        signatureTime: { type: "apiKey", in: "header", name: "x-ons-timestamp" },
        signature: { type: "apiKey", in: "header", name: "x-ons-signature" },
      },
      schemas: { Envelope: envelope, Error: error },
      responses: {
        Refusal: {
          description: "Refused; `error.code` says why",
          content: content({ $ref: "#/components/schemas/Envelope" }),
        },
      },
    },
  };
}

/** Every error code with its status, for the page of the documentation. */
export const listErrorCodes = (): { code: ErrorCode; status: number }[] =>
  Object.entries(errorStatus).map(([code, status]) => ({ code: code as ErrorCode, status }));
