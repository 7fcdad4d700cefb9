import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterAll, vi } from "vitest";

type Value = { stringValue?: string; intValue?: string; boolValue?: boolean };
type WireSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Value }[];
  status: { code?: number };
};
type Export = { resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[] };

/** A collector of traces of a test's own: what it was sent, as text and span by span, and with which headers. */
export class OtlpReceiver {
  readonly texts: string[] = [];
  readonly headers: Record<string, unknown>[] = [];
  /** What it answers. */
  status = 200;
  /** What it waits for before it answers. */
  hold: Promise<unknown> | undefined;
  /** How many posts it had to answer at the same time, at most. */
  mostAtOnce = 0;

  private constructor(readonly url: string) {}

  /** Opens one and points this test's traces to it; call it before anything reads the environment. */
  static async open(): Promise<OtlpReceiver> {
    let receiver: OtlpReceiver | undefined;
    let open = 0;
    const server = createServer(async (request, response) => {
      open += 1;
      response.on("close", () => {
        open -= 1;
      });
      if (receiver) receiver.mostAtOnce = Math.max(receiver.mostAtOnce, open);
      receiver?.texts.push(JSON.stringify(await json(request)));
      receiver?.headers.push({ ...request.headers, address: request.url });
      await receiver?.hold;
      response.writeHead(receiver?.status ?? 200, { "Content-Type": "application/json" }).end("{}");
    });
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    receiver = new OtlpReceiver(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", `${receiver.url}/`);
    vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=kept%20apart");
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });
    return receiver;
  }

  /** Every span that came, with its attributes as a record. */
  get spans() {
    const all = this.texts.map(text => JSON.parse(text) as Export);
    return all
      .flatMap(one => one.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)))
      .map(span => ({
        ...span,
        attributes: Object.fromEntries(span.attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
      }));
  }
}
