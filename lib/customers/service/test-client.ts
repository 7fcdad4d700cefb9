import { now } from "@/lib/platform/clock";
import { transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { getOnboarding } from "@/lib/platform/flow/onboarding";
import { saySaid } from "@/lib/platform/i18n/said";
import { spendTest } from "@/lib/platform/outbound/key-test";
import { OutboundError } from "@/lib/platform/outbound/outbound-error";
import { type Validated, validateCredentials } from "../client/validate";
import type { ZuoraAccess } from "../client/zuora-access";
import { type Actor, requireAdmin } from "../policy";
import { type ClientTrial, usual, type ZuoraClient } from "../schema/customer";
import type { ClientTestView } from "../view/client-test";
import { requireBaseUrl } from "./create-customer";
import { otherTenant, refusedCredentials } from "./explain";
import { openStored } from "./open-stored";
import { whileWatched } from "./prove-client";
import { findKnownTenant, isOtherTenant, settleTest } from "./settle-test";
import { ForeignAddress } from "./zuora-client";

async function toView(tested: Validated, known: string | null = null): Promise<ClientTestView> {
  const checkedAt = (await now()).toISOString();
  if (!tested.ok) {
    const { class: kind, missing, retryAfterSeconds } = tested;
    const { message } = refusedCredentials(kind, missing);
    const wait = retryAfterSeconds === undefined ? null : Math.ceil(retryAfterSeconds);
    return {
      ok: false,
      class: kind,
      message: saySaid(message),
      missing: missing ?? null,
      retryAfterSeconds: wait,
      checkedAt,
    };
  }
  const { auth, permissions, rateLimit } = tested.validation;
  if (known === null || auth.tenantId === null || !isOtherTenant(tested, known))
    return { ok: true, auth, permissions, rateLimit, checkedAt };
  const { message } = otherTenant(auth.tenantId, known);
  return {
    ok: false,
    class: "other_tenant",
    message: saySaid(message),
    missing: null,
    retryAfterSeconds: null,
    checkedAt,
  };
}

// Somebody waits for the answer.
const ask = (access: ZuoraAccess, needsExport: boolean) =>
  validateCredentials({ ...access, isWatched: true, retry: whileWatched }, { needsExport });

/** What stopped a test before anybody was asked, for whoever waits for it: it says nothing of the client, and nothing of it is kept. */
function toUnasked(thrown: unknown): Promise<ClientTestView> {
  if (!(thrown instanceof OutboundError)) throw thrown;
  const { kind, reason, retryAfterSeconds } = thrown;
  // Our own budget is not the tenant's.
  if (reason === "busy") throw new AppError("unavailable", { message: "zuoraBusy", retryAfterSeconds, cause: thrown });
  return toView({ ok: false, class: kind, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
}

/** Tests a client as it was typed, before its customer is made; nothing is kept. Throws `forbidden`, `not_found`, `rate_limited`, and `unavailable` while we have too many others to ask. */
export async function testNewClient(input: ZuoraClient, actor: Actor): Promise<ClientTestView> {
  requireAdmin(actor);
  const { zuoraClientId: clientId, zuoraClientSecret: clientSecret } = input;
  const baseUrl = requireBaseUrl(input.zuoraBaseUrl);
  await spendTest(`zuora-test:user:${actor.id}`);
  return ask({ baseUrl, clientId, clientSecret }, usual.configuration.withExports).then(
    tested => toView(tested),
    toUnasked,
  );
}

const readCustomer = (customerId: number) =>
  transaction({ customer: customerId }, async tx => {
    await getOnboarding(tx, "customer", customerId);
    const { withExports } = await tx.customer.findUniqueOrThrow({
      where: { id: customerId },
      select: { withExports: true },
    });
    const credential = await tx.zuoraCredential.findUniqueOrThrow({
      where: { customerId },
      select: { baseUrl: true, clientId: true },
    });
    return { withExports, credential, known: await findKnownTenant(tx, customerId) };
  });

type Trial = { customerId: number; input: ClientTrial };

/**
 * Tests a customer's client: as it was typed, of which nothing is kept, or as it is stored, which marks it, or takes the mark from it and lets go on what
 * waited for that. Answers what was found, never the secret. Throws `forbidden`, `not_found`, `rate_limited`, `key_unreadable`, and
 * `unavailable` while we have too many others to ask.
 */
export async function testClient({ customerId, input }: Trial, actor: Actor): Promise<ClientTestView> {
  requireAdmin(actor);
  const { zuoraBaseUrl, zuoraClientId: clientId, zuoraClientSecret } = input;
  const baseUrl = zuoraBaseUrl === undefined ? undefined : requireBaseUrl(zuoraBaseUrl);
  const { withExports, credential, known } = await readCustomer(customerId);
  await spendTest(`zuora-test:customer:${customerId}`);
  const by = { byUserId: actor.id };
  if (zuoraClientSecret !== undefined) {
    const typed = { baseUrl: baseUrl ?? requireBaseUrl(credential.baseUrl), clientId: clientId ?? credential.clientId };
    return ask({ ...typed, clientSecret: zuoraClientSecret }, withExports).then(
      tested => toView(tested, known),
      toUnasked,
    );
  }
  const isStored =
    [undefined, credential.baseUrl].includes(baseUrl) && [undefined, credential.clientId].includes(clientId);
  try {
    const { access, savedAt } = await openStored({ customerId, by }, { baseUrl, clientId });
    const tested = await ask(access, withExports);
    if (isStored) await settleTest({ customerId, savedAt, tested, by });
    return await toView(tested, known);
  } catch (thrown) {
    if (!(thrown instanceof ForeignAddress)) return toUnasked(thrown);
    return toView({ ok: false, class: "wrong_address" }, known);
  }
}
