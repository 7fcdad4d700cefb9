import { refusal, refusalPage } from "./wire.mjs";

// Status by request id, as lib/platform/http/request-error.ts found out why a page failed.
globalThis.gangwayFailures = new Map();

/**
 * Gives a body that people and programs can use to what Next answers without one: a verb that the API does not have, an action or
 * a router state that Next could not read, and a page that failed, of which Next sends a shell that is empty without scripts
 * (with `keepsPages` it stays: the development server explains itself in it).
 */
export function explainErrors(request, response, id, { keepsPages }) {
  const [writeHead, end] = [response.writeHead.bind(response), response.end.bind(response)];
  let ours;
  response.once("close", () => globalThis.gangwayFailures.delete(id));
  response.writeHead = (...rest) => {
    const explained = response.headersSent ? null : explain(request, response, id);
    if (explained === null || (keepsPages && isPage(explained))) return writeHead(...rest);
    for (const name of ["Content-Type", "Content-Length", "Cache-Control", "Retry-After"])
      if (explained.headers[name]) response.setHeader(name, explained.headers[name]);
    response.removeHeader("content-encoding");
    ours = request.method === "HEAD" ? "" : explained.body;
    response.statusCode = explained.status;
    return writeHead(explained.status);
  };
  response.write = withHeadFirst(response, response.write.bind(response), () => ours === undefined);
  response.end = (...rest) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return ours === undefined ? end(...rest) : end(ours);
  };
}

const withHeadFirst =
  (response, write, isTheirs) =>
  (...rest) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    return isTheirs() ? write(...rest) : true;
  };

const isPage = ({ headers }) => headers["Content-Type"].startsWith("text/html");

/** What to say instead: `{ status, headers, body }`; null where Next's answer, or ours inside it, stands. */
function explain({ headers, url }, response, id) {
  const type = String(response.getHeader("content-type") ?? "");
  const isApi = url.startsWith("/api/");
  const says = (status, write = refusal) => ({ status, ...write(status, id) });
  if (response.statusCode === 405 && isApi && type === "") return says(405);
  if (response.statusCode !== 500 || (isApi && type !== "")) return null;
  // Our actions never throw, so what breaks here is a body that Next could not read; its words are in the log.
  if (headers["next-action"] !== undefined) return says(400);
  if (headers["next-router-state-tree"] !== undefined && !type.startsWith("text/html")) return says(400);
  const wantsPage = type.startsWith("text/html") || /text\/html/.test(headers.accept ?? "");
  return says(globalThis.gangwayFailures.get(id) ?? 500, wantsPage ? refusalPage : refusal);
}
