"use client";

import { useEffect, useEffectEvent } from "react";

type OtpRequest = CredentialRequestOptions & { otp: { transport: ["sms"] } };
type OtpCredential = Credential & { code: string };

const isOtp = (credential: Credential | null): credential is OtpCredential =>
  credential !== null && "code" in credential && typeof credential.code === "string";

/** Where the phone's browser offers the code of an arriving SMS (WebOTP), hands it over once; stops when `active` ends. */
export function useWebOtp(active: boolean, onCode: (code: string) => void) {
  const take = useEffectEvent(onCode);
  useEffect(() => {
    if (!active || !("OTPCredential" in window)) return;
    const waiting = new AbortController();
    const request: OtpRequest = { otp: { transport: ["sms"] }, signal: waiting.signal };
    navigator.credentials
      .get(request)
      .then(credential => {
        if (isOtp(credential)) take(credential.code);
      })
      .catch(() => undefined); // refused or left: the person types
    return () => waiting.abort();
  }, [active]);
}
