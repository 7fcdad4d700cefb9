import type { ZodType, z } from "zod";
import { AppError, type FieldError } from "../errors";

type Issue = z.core.$ZodIssue;

const isMissing = (issue: Issue) =>
  issue.code === "invalid_type" && (issue.input === undefined || issue.input === null);

// 400 is for requests that no form of ours could send; everything about a value is 422 (contract, section 2).
const isMalformed = (issue: Issue) =>
  issue.code === "unrecognized_keys" ||
  (issue.code === "invalid_type" && !isMissing(issue) && !(typeof issue.input === "number"));

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
      message: "This key is not known.",
    }));
  return [{ field: path, code: codeOf(issue), message: isMissing(issue) ? "This is required." : issue.message }];
}

/** All faults of a value at once, each with its field, or the parsed value; 400 when it is not even the right kind of thing. */
export function validate<T>(schema: ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues;
  const errors = issues.flatMap(toFieldErrors);
  throw new AppError(issues.some(isMalformed) ? "invalid_request" : "invalid_input", { errors });
}
