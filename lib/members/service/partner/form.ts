import { parsePhone } from "@/lib/platform/auth/phone";
import type { PartnerActor } from "@/lib/platform/partner/verify";
import { partnerActivation } from "../../schema/partner";

// Of India's numbers only those of mobile phones, which can be written to.
const isMobileInIndia = (e164: string) => /^\+91[6-9]\d{9}$/.test(e164);

function formFor(region: string | null) {
  const read = (text: unknown) => (typeof text === "string" ? parsePhone(text, region ?? undefined) : null);
  const regionOf = (text: unknown) => read(text)?.region ?? region;
  const isPhone = (text: string) => {
    const phone = read(text);
    return phone !== null && (phone.region !== "IN" || isMobileInIndia(phone.e164));
  };
  return partnerActivation({ regionOf, isPhone });
}

// To make a form takes longer than to read a call by it, and partners are in few countries.
const forms = new Map<string | null, ReturnType<typeof formFor>>();

/** What this partner may say of one of their people; for the document, where nobody asks, what any partner may. */
export function partnerForm(actor: Pick<PartnerActor, "defaultRegion"> | null) {
  const region = actor?.defaultRegion ?? null;
  const form = forms.get(region) ?? formFor(region);
  forms.set(region, form);
  return form;
}
