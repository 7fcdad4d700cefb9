import type { APIRequestContext, APIResponse } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Content = { content: Record<string, { schema?: object }> };
type Document = {
  paths: Record<string, Record<string, { responses: Record<string, Content | { $ref: string }> }>>;
  components: { responses: { Refusal: Content } };
};

/** Reads the published OpenAPI document: its operations ("GET /api/health"), and how an answer differs from what it says of one. */
export async function readApiDocument(request: APIRequestContext) {
  const document = (await (await request.get("/api/openapi.json")).json()) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const { components } = document;

  const operations = Object.entries(document.paths).flatMap(([path, one]) =>
    Object.keys(one).map(verb => `${verb.toUpperCase()} ${path}`),
  );
  const differences = async (verb: string, path: string, answer: APIResponse): Promise<string[]> => {
    const name = `${verb} ${path} ${answer.status()}`;
    const responses = document.paths[path]?.[verb.toLowerCase()]?.responses;
    const said = responses?.[answer.status()] ?? (answer.ok() ? undefined : responses?.default);
    if (!said) return [`${name}: nothing is said of it`];
    const { content } = "$ref" in said ? components.responses.Refusal : said;
    const [[type, { schema }]] = Object.entries(content) as [[string, { schema?: object }]];
    if (!answer.headers()["content-type"]?.startsWith(type)) return [`${name}: is not ${type}`];
    if (!schema) return [];
    const validate = ajv.compile({ ...schema, components });
    if (validate(await answer.json())) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [`${name}: ${instancePath} ${message}`, params.unevaluatedProperty ?? params.additionalProperty].join(" ").trim(),
    );
  };
  return { operations, differences };
}
