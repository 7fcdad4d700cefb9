import { hmac } from "../crypto";

/** Fingerprint of a browser's token; the token itself is stored nowhere. */
export const hashBrowser = (token: string): string => hmac("browser", token);
