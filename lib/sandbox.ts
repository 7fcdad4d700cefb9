import { rezenSandbox } from "@/lib/agents/sandbox/rezen";
import type { RezenSizes } from "@/lib/agents/sandbox/world";
import type { ZuoraSizes } from "@/lib/customers/sandbox/tenants";
import { zuoraSandbox } from "@/lib/customers/sandbox/zuora";
import { listenForMail } from "@/lib/platform/sandbox/mail-sink";
import { s3Sandbox } from "@/lib/platform/sandbox/s3";
import { listen, sandboxState } from "@/lib/platform/sandbox/server";
import { slackSandbox } from "@/lib/platform/sandbox/slack";
import { type TwilioAccount, twilioSandbox } from "@/lib/platform/sandbox/twilio";
import { callingSandbox } from "@/lib/practitioners/sandbox/calling";
import { feedsSandbox } from "@/lib/stores/sandbox/feeds";
import { letzshopSandbox } from "@/lib/stores/sandbox/letzshop";

/** Where the sandbox listens and how lively it is; port 0 takes a free one, no `smtpPort` means no mail. */
export type SandboxOptions = {
  port: number;
  host?: string;
  smtpPort?: number;
  latencyMs?: number;
  shipments?: number;
  /** Pieces of every shipment; otherwise one to four. */
  pieces?: number;
  /** How much reZEN has of everything; what is left out is as usual. */
  rezen?: Partial<RezenSizes>;
  /** How much a tenant of Zuora's has, and how long its tokens live; what is left out is as usual. */
  zuora?: Partial<ZuoraSizes>;
  twilio?: TwilioAccount;
  /** Where the product is, for those who call it. */
  appUrl?: string;
};

const defaultLatencyMs = 15;
const defaultShipments = 2_200;

/** Starts every pretended upstream on one port and the mail sink on another; stops both with `close`. */
export async function startSandbox(
  options: SandboxOptions,
): Promise<{ url: string; smtpPort: number | null; close: () => Promise<void> }> {
  const host = options.host ?? "127.0.0.1";
  const state = sandboxState(options.latencyMs ?? defaultLatencyMs);
  const upstreams = [
    letzshopSandbox(options.shipments ?? defaultShipments, new Date(), options.pieces),
    feedsSandbox,
    rezenSandbox(options.rezen ?? {}, new Date()),
    zuoraSandbox(options.zuora ?? {}),
    twilioSandbox(options.twilio ?? {}),
    slackSandbox(),
    s3Sandbox(),
    callingSandbox(options.appUrl ?? "http://localhost:3000"),
  ];
  const http = await listen(state, upstreams, { host, port: options.port });
  if (options.smtpPort === undefined) return { url: http.url, smtpPort: null, close: http.close };
  const mail = await listenForMail(state, { host, port: options.smtpPort }).catch(async (failure: unknown) => {
    await http.close();
    throw failure;
  });
  return {
    url: http.url,
    smtpPort: mail.port,
    close: async () => void (await Promise.all([http.close(), mail.close()])),
  };
}
