import { sample } from "openapi-sampler";
import { isRecord } from "../parse-json";
import type { Door } from "./door";
import { exampleValues } from "./example-values";
import { type RouteModules, toOpenApi } from "./openapi";
import { listSchemaFields, type SchemaField, toSchemaField } from "./schema-fields";

type Schema = Record<string, unknown>;
type Content = Record<string, { schema?: Schema; example?: unknown }>;
type Parameter = { name: string; in: "path" | "query" | "header"; required: boolean; schema: Schema };
type Told = {
  summary: string;
  "x-door": Door;
  parameters: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { $ref?: string; content?: Content }>;
};

/** One call of the API with all that somebody who makes it must know; `id` names it in addresses. */
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  door: Door;
  parameters: { place: Parameter["in"]; field: SchemaField }[];
  body: { type: string; fields: SchemaField[]; example: unknown } | null;
  answers: { status: string; type: string | null; fields: SchemaField[]; example: unknown }[];
};

/** The schema with what stands for fields of names that we know, and with the keys of maps that have certain ones. */
function withExamples(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withExamples);
  if (!isRecord(schema)) return schema;
  const { properties, additionalProperties, propertyNames, ...rest } = schema;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, withExamples(value)]));
  const keys = isRecord(propertyNames) && Array.isArray(propertyNames.enum) ? propertyNames.enum.map(String) : [];
  const named = { ...(isRecord(properties) ? properties : {}), ...fromKeys(keys, additionalProperties) };
  const told = Object.entries(named).map(([name, one]) => [name, withExample(name, one)]);
  if (told.length > 0) return { ...inner, properties: Object.fromEntries(told) };
  return additionalProperties === undefined ? inner : { ...inner, additionalProperties };
}

const fromKeys = (keys: readonly string[], value: unknown) => Object.fromEntries(keys.map(key => [key, value]));

// A word of a list, or none: whatever its name is, its example is one of the list.
const isOfWords = (schema: Schema): boolean =>
  "enum" in schema || (Array.isArray(schema.anyOf) && schema.anyOf.some(one => isRecord(one) && "enum" in one));

function withExample(name: string, schema: unknown): unknown {
  if (!isRecord(schema) || !Object.hasOwn(exampleValues, name)) return withExamples(schema);
  const example = exampleValues[name];
  const isOfItsType = toSchemaField(name, schema, true).types.includes(
    typeof example === "number" ? "integer" : typeof example,
  );
  return isOfItsType && !isOfWords(schema) ? { ...schema, example } : withExamples(schema);
}

/** A value as a JSON schema of ours describes one. */
const exampleOf = (schema: Schema): unknown => sample(withExamples(schema) as object, { quiet: true });

const meta = { request_id: "req_3f0c9a528f0f", timestamp: "2026-03-01T09:00:00.000Z" };

// What stands in every envelope is the same; what a call answers is in `data`, and for a few beside it.
function toAnswer(status: string, { content = {} }: { content?: Content }): Operation["answers"][number] {
  const [[type, { schema }] = [null, {}]] = Object.entries(content) as [string, { schema?: Schema }][];
  if (!schema) return { status, type, fields: [], example: null };
  if (!Array.isArray(schema.allOf))
    return { status, type, fields: listSchemaFields(schema), example: exampleOf(schema) };
  const parts = schema.allOf.filter(isRecord).filter(part => !("$ref" in part));
  const fields = parts.flatMap(part => {
    const { data, ...beside } = isRecord(part.properties) ? part.properties : {};
    const own = Object.keys(beside).length > 0 ? listSchemaFields({ ...part, properties: beside }) : [];
    return isRecord(data) ? [...own, ...listSchemaFields(data, "data")] : own;
  });
  const told = Object.assign({}, ...parts.map(part => exampleOf({ type: "object", ...part }))) as Schema;
  const { data = null, ...beside } = told;
  const envelope = { success: true, message: "Done.", data, error: null, ...beside, meta };
  return { status, type, fields, example: envelope };
}

function toBody({ requestBody }: Told): Operation["body"] {
  const [found] = Object.entries(requestBody?.content ?? {});
  if (!found) return null;
  const [type, { schema = {}, example }] = found;
  return { type, fields: listSchemaFields(schema), example: example ?? exampleOf(schema) };
}

const idOf = (method: string, path: string) =>
  [method, ...path.split("/").filter(part => part && part !== "api")]
    .join("-")
    .replace(/[{}]/g, "")
    .replaceAll(".", "-");

function toOperation(method: string, path: string, told: Told): Operation {
  const answers = Object.entries(told.responses).filter(([, { $ref }]) => !$ref);
  return {
    id: idOf(method, path),
    method: method.toUpperCase(),
    path,
    summary: told.summary,
    door: told["x-door"],
    parameters: told.parameters.map(({ name, in: place, required, schema }) => ({
      place,
      field: toSchemaField(name, schema, required),
    })),
    body: toBody(told),
    answers: answers.map(([status, answer]) => toAnswer(status, answer)),
  };
}

/** Every call of the API in the order of its document, with examples made of the schemas that the routes hold themselves to. */
export function readReference(modules: RouteModules): Operation[] {
  const { paths } = toOpenApi(modules, "") as { paths: Record<string, Record<string, Told>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, told]) => toOperation(method, path, told)),
  );
}

/** An operation as a program in a shell sends it. */
export function toCurl({ method, path, door, body, parameters }: Operation, origin: string): string {
  const address = path.replace(/\{(\w+)\}/g, (_, name: string) => String(exampleValues[name] ?? `{${name}}`));
  const isSigned = door === "partner";
  const hasToken = ["cron", "metrics", "internal"].includes(door);
  const holdsSession = !isSigned && !hasToken && !["public", "link", "dev"].includes(door);
  // What changes something comes from our own pages, or says so.
  const namesOrigin = method !== "GET" && !isSigned && !hasToken;
  const lines = [
    `curl -X ${method} '${origin}${address}'`,
    ...(holdsSession ? ["-b cookies.txt"] : []),
    ...(namesOrigin ? [`-H 'Origin: ${origin}'`] : []),
    ...(hasToken ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(isSigned
      ? ["x-ons-account-id: $ACCOUNT", "x-ons-timestamp: $TIME", "x-ons-signature: $SIGNATURE"].map(
          one => `-H "${one}"`,
        )
      : []),
    ...(parameters.some(({ field }) => field.name === "Idempotency-Key") ? ["-H 'Idempotency-Key: order-1842'"] : []),
    ...bodyLines(body),
  ];
  return lines.join(" \\\n  ");
}

function bodyLines(body: Operation["body"]): string[] {
  if (!body) return [];
  if (body.type === "multipart/form-data") return ["-F 'file=@file.csv'"];
  const text = JSON.stringify(body.example, null, 2).replaceAll("'", "'\\''");
  return ["-H 'Content-Type: application/json'", `-d '${text}'`];
}
