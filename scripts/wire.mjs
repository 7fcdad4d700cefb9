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
  return {
    headers: status === 405 ? { ...headers, Allow: "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS" } : headers,
    body,
  };
}

/** Answers a refusal on a bare socket, where Node has no response object, and closes it. */
export function refuseSocket(socket, status) {
  if (!socket.writable) return socket.destroy();
  const { headers, body } = refusal(status, newRequestId());
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
}
