import { isRecord } from "../parse-json";

/** A field of a body or an answer: `name` is its path, with `[]` where a list stands and `{}` for any key. */
export type SchemaField = {
  name: string;
  types: string[];
  isRequired: boolean;
  isNullable: boolean;
  /** What may stand there, where that is a list of values. */
  values: string[];
  /** Rules of the schema by their names there: `minLength`, `maximum`, `format` … */
  rules: Partial<Record<Rule, string | number>>;
};

const rules = ["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "format"] as const;
type Rule = (typeof rules)[number];
type Schema = Record<string, unknown>;

// What zod says of every whole number, and nobody of an API wants to read.
const isOfTheLanguage = (rule: Rule, value: unknown) =>
  (rule === "maximum" || rule === "minimum") && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

const deepest = 6;
const listOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** The schemas that a schema may be one of: itself, unless it is a choice. */
function variantsOf(schema: Schema): Schema[] {
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf)];
  if (choices.length === 0) return [schema];
  return choices.flatMap(variantsOf);
}

const typesOf = ({ type, ...schema }: Schema): string[] => {
  if (Array.isArray(type)) return type.map(String);
  if (typeof type === "string") return [type];
  if ("const" in schema) return [typeof schema.const];
  return Array.isArray(schema.enum) ? ["string"] : ["any"];
};

function valuesOf(schema: Schema): string[] {
  if ("const" in schema) return schema.const === null ? [] : [String(schema.const)];
  return Array.isArray(schema.enum) ? schema.enum.filter(value => value !== null).map(String) : [];
}

const rulesOf = (schema: Schema): SchemaField["rules"] =>
  Object.fromEntries(
    rules.flatMap(rule => {
      const value = schema[rule];
      const isTold = typeof value === "string" || typeof value === "number";
      return isTold && !isOfTheLanguage(rule, value) ? [[rule, value]] : [];
    }),
  );

/** Reads a field of a JSON schema, without what is below it. */
export function toSchemaField(name: string, schema: Schema, isRequired: boolean): SchemaField {
  const variants = variantsOf(schema);
  const types = [...new Set(variants.flatMap(typesOf))];
  return {
    name,
    types: types.filter(type => type !== "null"),
    isRequired,
    isNullable: types.includes("null"),
    values: [...new Set(variants.flatMap(valuesOf))],
    rules: Object.assign({}, ...variants.map(rulesOf)) as SchemaField["rules"],
  };
}

/** The fields of an object's JSON schema, each followed by those below it; those of a choice by each other. */
export function listSchemaFields(schema: Schema, path = "", depth = 0): SchemaField[] {
  if (depth > deepest) return [];
  return variantsOf(schema).flatMap(variant => {
    if (isRecord(variant.items)) return listSchemaFields(variant.items, `${path}[]`, depth + 1);
    const required = Array.isArray(variant.required) ? variant.required : [];
    const named = Object.entries(isRecord(variant.properties) ? variant.properties : {});
    const any = isRecord(variant.additionalProperties) ? [["{}", variant.additionalProperties] as const] : [];
    return [...named, ...any].flatMap(([key, inner]) => {
      if (!isRecord(inner)) return [];
      const name = path ? `${path}.${key}` : key;
      return [toSchemaField(name, inner, required.includes(key)), ...listSchemaFields(inner, name, depth + 1)];
    });
  });
}
