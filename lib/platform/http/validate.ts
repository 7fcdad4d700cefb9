import type { ZodType, z } from "zod";
import { AppError, type FieldError } from "../errors";

type Issue = z.core.$ZodIssue;

const valueFaults = new Set(["invalid_type", "invalid_value", "invalid_union"]);
const isMissing = (issue: Issue) => valueFaults.has(issue.code) && (issue.input === undefined || issue.input === null);

// A number that is no whole number, or not a number at all, is a fault of the value.
const isOtherType = ({ expected, input }: z.core.$ZodIssueInvalidType) =>
  !(typeof input === "number" && (expected === "number" || expected === "int"));

// 400 is for requests that no form of ours could send; everything about a value is 422 (contract, section 2).
function isMalformed(issue: Issue): boolean {
  if (issue.code === "unrecognized_keys") return true;
  if (isMissing(issue)) return false;
  if (issue.code === "invalid_type") return isOtherType(issue);
  if (issue.code === "invalid_value") return issue.values.every(value => typeof value !== typeof issue.input);
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return false;
  return issue.errors.every(branch => branch.some(inner => inner.path.length === 0 && isMalformed(inner)));
}

function codeOf(issue: Issue): string {
  if (isMissing(issue)) return "required";
  if (issue.code === "custom") return String((issue.params as { code?: string } | undefined)?.code ?? "invalid");
  if (issue.code === "too_small" && issue.origin === "string" && issue.input === "") return "required";
  return issue.code;
}

function toFieldErrors(issue: Issue): FieldError[] {
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map(key => ({
      field: path ? `${path}.${key}` : key,
      code: "unknown_key",
      message: "unknownKey",
    }));
  return [
    {
      field: path,
      code: codeOf(issue),
      // Words of zod's own are a sentence, ours are a key.
      message: isMissing(issue) && issue.message.includes(" ") ? "required" : issue.message,
    },
  ];
}

/** All faults of a value at once, each with its field, or the parsed value; 400 when it is not even the right kind of thing. */
export function validate<T>(schema: ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  const errors = issues.flatMap(toFieldErrors);
  throw new AppError(issues.some(isMalformed) ? "invalid_request" : "invalid_input", { errors });
}
