"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsentId } from "@/lib/members/schema/consent";
import type { AcceptedView } from "@/lib/members/view/invite";
import { accept } from "./actions";

/** What somebody has agreed to, and the texts that they read. */
export type Agreed = { consents: readonly ConsentId[]; wording: string };

/** What taking an invite up came to. */
export type Outcome = "done" | "unproven" | "outdated" | "refused";

const nameOf: Record<string, string> = {
  ...{ name: "name", dob: "dob", gender: "gender", pincode: "pincode", addrLine: "addr_line", city: "city" },
  ...{ govtIdName: "govt_id_name", govtIdValue: "govt_id_value" },
  ...{ nomineeDetails: "nominee_details_name" },
};

/** Each fault with the name of what it is about; without one it stands for itself. */
function useSentences() {
  const fields = useTranslations("invites.details.fields") as ReturnType<typeof useTranslations>;
  const consents = useTranslations("invites.consents") as ReturnType<typeof useTranslations>;
  const labelOf = (field: string) => {
    if (field.startsWith("consents.")) return consents(`${field.slice(9)}.label`);
    return nameOf[field] ? fields(nameOf[field]) : null;
  };
  return (errors: readonly { field: string; message: string }[]) =>
    errors.map(({ field, message }) => {
      const label = labelOf(field);
      return label ? `${label}: ${message}` : message;
    });
}

/** Takes an invite up with what was agreed to; `problems` is what the server had against it, all of it. */
export function useAcceptance(token: string) {
  const t = useTranslations("invites");
  const router = useRouter();
  const sentencesOf = useSentences();
  const [accepted, setAccepted] = useState<AcceptedView | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isBusy, setBusy] = useState(false);
  const takeUp = async (agreed: Agreed): Promise<Outcome> => {
    setBusy(true);
    setProblems([]);
    const answer = await accept({ token, ...agreed }).catch(() => null);
    setBusy(false);
    if (answer?.success && answer.data) {
      setAccepted(answer.data);
      return "done";
    }
    const { code, errors = [], message = "" } = answer?.error ?? {};
    const sentences = errors.length > 0 ? sentencesOf(errors) : [message];
    setProblems(answer ? sentences.filter(Boolean) : [t("offline")]);
    // The texts have changed since they were drawn.
    if (errors.some(({ field }) => field === "wording")) {
      router.refresh();
      return "outdated";
    }
    const isUnproven = code === "code_expired" || errors.some(({ field }) => field === "activationToken");
    return isUnproven ? "unproven" : "refused";
  };
  return { accepted, problems, isBusy, takeUp };
}
