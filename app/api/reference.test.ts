import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { bodySchemaOf, type DeclaredHandler } from "@/lib/platform/http/declaration";
import { toOpenApi } from "@/lib/platform/http/openapi";
import { readReference } from "@/lib/platform/http/reference";
import { fromWire, toWirePath } from "@/lib/platform/http/wire";
import { declarations } from "./declarations";

type Paths = Record<
  string,
  Record<string, { responses: Record<string, { content: Record<string, { schema?: object }> }> }>
>;

const operations = readReference(declarations);
const wirePath = (path: string) => path.replace(/\[(\w+)\]/g, (_, name: string) => `{${toWirePath(name)}}`);
const handlers = new Map(
  Object.entries(declarations).flatMap(([path, module]) =>
    Object.entries(module).map(([method, handler]) => [`${method} ${wirePath(path)}`, handler] as const),
  ),
);
const handlerOf = ({ method, path }: { method: string; path: string }) =>
  handlers.get(`${method} ${path}`) as DeclaredHandler;

test("E24: every body that the reference shows is one that its route takes", async () => {
  const refused: string[] = [];
  for (const operation of operations) {
    const { method, path, body } = operation;
    const schema = bodySchemaOf(handlerOf(operation).declaration, null);
    if (!body || !schema || body.type !== "application/json") continue;
    const { error } = await schema.safeParseAsync(fromWire(body.example));
    for (const issue of error?.issues ?? [])
      refused.push(`${method} ${path}: ${issue.path.join(".")} ${issue.message}`);
  }
  expect(refused).toEqual([]);
});

test("E24: every answer that the reference shows is one that its route may give", () => {
  const document = toOpenApi(declarations, "") as { paths: Paths };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, "document");
  const pointer = (...parts: string[]) =>
    `document#/${parts.map(part => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
  const wrong = operations.flatMap(({ method, path, answers }) =>
    answers.flatMap(({ status, type, example }) => {
      const schema = type && document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content[type]?.schema;
      if (!schema || Object.keys(schema).length === 0) return [];
      const at = ["paths", path, method.toLowerCase(), "responses", status, "content", type, "schema"];
      const validate = ajv.compile({ $ref: pointer(...at) });
      if (validate(example)) return [];
      return (validate.errors ?? []).map(one => `${method} ${path} ${status}: ${one.instancePath} ${one.message}`);
    }),
  );
  expect(wrong).toEqual([]);
}, 60_000); // as many schemas as there are calls, each compiled

test("E24: every call of the API has a page of its own, and what it takes is told by name", () => {
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  expect(operations.every(({ id }) => /^[a-z0-9_-]+$/.test(id))).toBe(true);
  const onboardings = operations.find(({ id }) => id === "get-v1-admin-onboardings");
  expect(onboardings?.parameters.map(({ field }) => field.name)).toEqual(
    expect.arrayContaining(["kind", "status", "step", "q", "sort", "cursor", "limit"]),
  );
  expect(onboardings?.answers[0]?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["data.items", "data.items[].id", "data.next_cursor"]),
  );
});
