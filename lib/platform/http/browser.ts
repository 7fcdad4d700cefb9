import camelcaseKeys from "camelcase-keys";
import snakecaseKeys from "snakecase-keys";
import type { Envelope } from "./envelope";
import { fromWirePath } from "./wire";

const offline = (message: string): Envelope<never> => ({
  success: false,
  message,
  data: null,
  error: { code: "unavailable", message, errors: [], docUrl: "", supportCode: "" },
  meta: { requestId: "", timestamp: new Date().toISOString() },
});

/** Calls our own API from a component: camelCase in and out; a refusal is an envelope, never a throw. */
export async function call<T>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: Record<string, unknown>,
): Promise<Envelope<T>> {
  return ask(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(snakecaseKeys(body, { deep: true })),
  });
}

/** Sends a file to our own API, as the field `file` of a form, with what else is told; a refusal is an envelope, never a throw. */
export function sendFile<T>(path: string, file: Blob, told: Record<string, string> = {}): Promise<Envelope<T>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(snakecaseKeys(told))) body.append(name, value);
  body.append("file", file, file instanceof File ? file.name : "file");
  return ask(path, { method: "POST", body });
}

// Where a fault is told of is a name as well, though it is a value: forms know it by the one of the house.
function withOurFields<T>(answer: Envelope<T>): Envelope<T> {
  if (!answer.error) return answer;
  const errors = answer.error.errors.map(fault => ({ ...fault, field: fromWirePath(fault.field) }));
  return { ...answer, error: { ...answer.error, errors } };
}

async function ask<T>(path: string, request: RequestInit): Promise<Envelope<T>> {
  try {
    const response = await fetch(path, request);
    const read = camelcaseKeys((await response.json()) as Record<string, unknown>, { deep: true });
    return withOurFields(read as unknown as Envelope<T>);
  } catch {
    return offline("The connection failed. Check your network and try again.");
  }
}
