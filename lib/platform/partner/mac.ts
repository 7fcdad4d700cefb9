import { createHmac, timingSafeEqual } from "node:crypto";

/** What a message is authenticated with: HMAC by RFC 2104 over bytes or UTF-8 text. */
export type MacInput = { key: string | Buffer; message: string | Buffer; hash?: "sha256" | "sha512" };

/** The HMAC of a message; SHA-256 unless another hash is named. */
export const macOf = ({ key, message, hash = "sha256" }: MacInput): Buffer =>
  createHmac(hash, key).update(message).digest();

/** Compares two HMACs in constant time; those of other length are unequal. */
export const isSameMac = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
