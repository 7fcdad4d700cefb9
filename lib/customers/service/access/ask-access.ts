import { env } from "@/lib/platform/env";
import { StepFailure } from "@/lib/platform/flow/failure";
import { outbound } from "@/lib/platform/outbound/outbound";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import type { OutboundRequest } from "@/lib/platform/outbound/request";
import { ToldOutboundError } from "@/lib/platform/outbound/told-outbound-error";
import type { CustomerRole, Permission } from "../../schema/access";
import type { Probe } from "./probe";

/** What is asked for a permission, and what it was answered. */
export type Asked = { asked: string; status: number; isGranted: boolean };

type Question = { method: "GET" | "POST"; path: string; body?: object };

const api = "/api/v1/customer";

/**
 * For each permission a call that changes nothing: a read, or a dry run, which looks at the right as the act itself does and then does nothing. What the
 * act would need besides, such as an address that is no user's, is one that always holds.
 */
const questions: Record<Permission, (workflowId: number) => Question> = {
  "workflows.read": () => ({ method: "GET", path: `${api}/workflows?limit=1` }),
  "changes.read": () => ({ method: "GET", path: `${api}/changes?limit=1` }),
  "exports.download": id => ({ method: "GET", path: `${api}/workflows/${id}/export?dry_run=true` }),
  "sync.run": () => ({ method: "POST", path: `${api}/sync?dry_run=true`, body: {} }),
  "users.read": () => ({ method: "GET", path: `${api}/users` }),
  "users.manage": () => ({
    ...{ method: "POST", path: `${api}/users?dry_run=true` },
    body: { email: "access-test@example.invalid", role: "viewer" },
  }),
  "preferences.manage": () => ({ method: "GET", path: `${api}/preferences` }),
};

const limits = {
  connectMs: 3_000,
  headersMs: 5_000,
  totalMs: 10_000,
  wireBytes: 1024 * 1024,
  inflatedBytes: 1024 * 1024,
};
const [granted, refused] = [200, 404];

const unanswered = "Our own address did not answer, so rights could not be tested.";
const oddAnswer = (role: CustomerRole, { method, path }: Question, status: number) =>
  new StepFailure(
    "access_test",
    `Asked as ${role}, ${method} ${path} answered ${status}, which says nothing of rights.`,
    true,
  );

const call = (request: OutboundRequest) =>
  outbound(request).catch((thrown: unknown) => {
    throw thrown instanceof OutboundError ? new ToldOutboundError(thrown, unanswered) : thrown;
  });

/** Asks our own API, at the address at which people reach it, for what a permission is about, as a probe. */
export async function askAccess(
  { probe, role, workflowId }: { probe: Probe; role: CustomerRole; workflowId: number },
  permission: Permission,
  signal: AbortSignal,
): Promise<Asked> {
  const question = questions[permission](workflowId);
  const { method, path, body } = question;
  const { origin } = new URL(env.appUrl);
  const { status } = await call({
    ...{ upstream: "gangway", url: new URL(path, env.appUrl).href, method, limits, signal },
    headers: { cookie: probe.cookie, origin },
    ...(body ? { json: body, safe: true } : {}),
    // Where that is, says our own configuration.
    ...{ accept: "nothing", statuses: [400, 401, 403, 404, 409, 422, 429], privateOrigins: [origin] },
    allow: { origins: [origin] },
  });
  if (status !== granted && status !== refused) throw oddAnswer(role, question, status);
  return { asked: `${method} ${path}`, status, isGranted: status === granted };
}
