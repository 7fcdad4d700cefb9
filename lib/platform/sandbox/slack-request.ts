import { z } from "zod";
import type { SandboxCall } from "./upstream";

const Fields = z.object({
  token: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  text: z.string().optional(),
  parse: z.string().optional(),
  link_names: z.union([z.boolean(), z.string()]).optional(),
  client_msg_id: z.string().optional(),
});

/** What a call to Slack names. */
export type SlackFields = z.infer<typeof Fields>;

/** The fields of a call as JSON or as a form, of which a webhook's holds JSON under `payload`; null when they cannot be read. */
export function ask({ headers, body }: SandboxCall): SlackFields | null {
  const type = headers["content-type"] ?? "";
  const text = body.toString("utf8");
  if (type.startsWith("application/json")) return read(text);
  if (!type.startsWith("application/x-www-form-urlencoded")) return null;
  const form = Object.fromEntries(new URLSearchParams(text));
  return form.payload === undefined ? (Fields.safeParse(form).data ?? null) : read(form.payload);
}

function read(text: string): SlackFields | null {
  try {
    return Fields.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
