import type { ZodType } from "zod";
import { AppError } from "../errors";
import { validate } from "./validate";
import { anyKey, wireFaults } from "./wire";

/** Reads an action's input; throws `invalid_request` and `invalid_input`. What it returns has an end: what came may share its parts and have none. */
export function readInput<I>(schema: ZodType<I>, input: unknown): I {
  const parsed = validate(schema, input);
  const errors = wireFaults(parsed, anyKey);
  if (errors.length > 0) throw new AppError("invalid_request", { errors });
  return parsed;
}

/** Reads the key beside an action's input; throws `invalid_request` for anything but a text. */
export function readKey(key: unknown): string {
  if (typeof key === "string") return key;
  const error = { field: "idempotencyKey", code: "invalid_type", message: "idempotencyKey" };
  throw new AppError("invalid_request", { errors: [error] });
}

/** The bytes that tell a call from another; of input that was read. */
export const bytesOf = (url: string, input: unknown): Buffer => Buffer.from(`${url}\n${JSON.stringify(input)}`);
