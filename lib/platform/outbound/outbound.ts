import { guarded } from "./guarded";
import { defaultLimits, type OutboundAnswer, type OutboundRequest } from "./request";
import { send } from "./send";

/**
 * The only way out of the building: checks the address that is dialled on each hop, ends at a total deadline, counts bytes while they
 * arrive, repeats safe calls, keeps to the upstream's budget, stops while its circuit is open and keeps a masked line of each try. Throws OutboundError.
 */
export function outbound<Body>(
  request: OutboundRequest & { read: (answer: Pick<OutboundAnswer<unknown>, "status" | "headers" | "body">) => Body },
): Promise<OutboundAnswer<Body>>;
export function outbound(request: OutboundRequest & { toFile: string }): Promise<OutboundAnswer<null>>;
export function outbound(request: OutboundRequest & { accept: "text" }): Promise<OutboundAnswer<string>>;
export function outbound(request: OutboundRequest & { accept: "bytes" }): Promise<OutboundAnswer<Buffer>>;
export function outbound(request: OutboundRequest): Promise<OutboundAnswer<unknown>>;
export async function outbound(request: OutboundRequest): Promise<OutboundAnswer<unknown>> {
  const { upstream, url: address, method = "GET", trace, signal, isWatched, isAhead } = request;
  const holdMs = request.limits?.totalMs ?? defaultLimits.totalMs;
  const circuit = circuitOf(request);
  return send(request, (attempt, work) =>
    guarded({ upstream, circuit, method, address, attempt, holdMs, isWatched, isAhead, trace, signal }, work),
  );
}

// People's own addresses are many servers behind one name, and one host serves many of them differently: the outage of one is nobody else's.
/** What the circuit of these calls is called. */
export function circuitOf({
  upstream,
  url,
  ownServer,
}: Pick<OutboundRequest, "upstream" | "url" | "ownServer">): string {
  return ownServer && URL.canParse(url) ? `${upstream}:${ownServer}:${new URL(url).host}`.slice(0, 200) : upstream;
}
