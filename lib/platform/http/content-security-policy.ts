import { env } from "../env";

// The hash of the empty text: input-otp makes an empty style element and fills it by insertRule, which needs no further right.
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The policy of a page: scripts and style elements only with this page's nonce; style attributes are allowed, since rendered pages carry
 * them. The development server evaluates text and writes style elements of its own, so there, and only there, both are allowed.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment = env.isDevelopment): string {
  const styles = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}' ${emptyStyle}`;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${styles}`,
    `style-src-elem 'self' ${styles}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
