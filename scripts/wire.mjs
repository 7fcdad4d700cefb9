import crypto from "node:crypto";
import http from "node:http";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Makes the id of a request, which is also the support code that people see. */
export const newRequestId = () => `req_${Array.from(crypto.randomBytes(20), byte => alphabet[byte & 31]).join("")}`;

/** The headers of every answer, static files and parser errors included. */
export const fixedHeaders = {
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
};

/** Headers by which parts of Next, a host in front of it and we talk among ourselves: whoever sends one from outside wants to pass for them. */
export const isForged = name =>
  /^x-(gangway|middleware|invoke|now|vercel)-|^x-(matched-path|nextjs-(data|matched-path|rewrite.*)|prerender-revalidate|next-revalidate.*)$/.test(
    name,
  );

/** What this server answers by itself, before Next sees anything: status → code and text. */
const refusals = {
  400: ["invalid_request", "The request is not valid HTTP."],
  403: ["bad_origin", "This request did not come from our pages."],
  405: ["method_not_allowed", "This method is not allowed."],
  408: ["invalid_request", "The request took too long to arrive."],
  413: ["too_large", "The request is too large."],
  417: ["invalid_request", "This expectation cannot be met."],
  431: ["too_large", "The headers are too large."],
  500: ["internal", "Something went wrong on our side."],
  503: ["unavailable", "We cannot answer at the moment."],
};

/** Writes a refusal as the product's JSON envelope: `{ headers, body }`. */
export function refusal(status, requestId) {
  const [code, message] = refusals[status];
  const error = { code, message, errors: [], doc_url: `/docs/api#${code}`, support_code: requestId };
  const meta = { request_id: requestId, timestamp: new Date().toISOString() };
  const body = JSON.stringify({ success: false, message, data: null, error, meta });
  const headers = {
    ...fixedHeaders,
    "X-Request-Id": requestId,
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    Connection: "close",
  };
  if (status === 503) headers["Retry-After"] = "5";
  return {
    headers: status === 405 ? { ...headers, Allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" } : headers,
    body,
  };
}

/** Writes a failure as a page that needs neither script nor style: `{ headers, body }`, with the code to quote. */
export function refusalPage(status, requestId) {
  const { headers } = refusal(status, requestId);
  const [, message] = refusals[status];
  const body = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${message}</title></head>
<body style="max-width:32rem;margin:15vh auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif"><main><h1>${message}</h1>
<p>Please try again in a moment. If it happens again, write to us and quote the support code <code>${requestId}</code>.</p>
<p><a href="">Try again</a> or <a href="/">go to the front page</a>.</p></main></body></html>`;
  const page = { "Content-Type": "text/html; charset=utf-8", "Content-Length": String(Buffer.byteLength(body)) };
  return { headers: { ...headers, ...page }, body };
}

/** Answers a refusal on a bare socket, where Node has no response object, and closes it. */
export function refuseSocket(socket, status) {
  if (!socket.writable) return socket.destroy();
  const { headers, body } = refusal(status, newRequestId());
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}
