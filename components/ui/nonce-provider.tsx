"use client";

import { setNonce } from "get-nonce";
import { createContext, type ReactNode, useContext, useState } from "react";

const NonceContext = createContext<string | undefined>(undefined);

/** Hands the page's nonce to whatever adds a style element (Radix' scroll lock takes it from get-nonce). Outermost in the root layout. */
export function NonceProvider({ nonce: given, children }: { nonce: string | undefined; children: ReactNode }) {
  // A page that is drawn anew comes with another nonce, but the document still obeys its first.
  const [nonce] = useState(given);
  if (nonce && typeof window !== "undefined") setNonce(nonce);
  return <NonceContext value={nonce}>{children}</NonceContext>;
}

/** The page's nonce, for components that take it as a prop. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
