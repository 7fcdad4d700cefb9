"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useFocusLater } from "@/components/ui/use-focus-later";
import { call } from "@/lib/platform/http/browser";

/** Asks for a new link in the place of one that is over; it goes to where the old one went. */
export function RenewLink({ token }: { token: string }) {
  const t = useTranslations("invites");
  const focusLater = useFocusLater();
  const [state, setState] = useState<"asked" | "busy" | "done">("asked");
  const [problem, setProblem] = useState("");
  const renew = async () => {
    setState("busy");
    setProblem("");
    const { success, error } = await call("POST", `/api/v1/beneficiary/invite/${encodeURIComponent(token)}/renew`);
    // The button that had the focus goes.
    if (success) focusLater("main");
    else setProblem(error?.message ?? t("offline"));
    setState(success ? "done" : "asked");
  };
  return (
    <div className="grid justify-items-center">
      <div role="status">{state === "done" ? <Notice tone="success" title={t("closed.renewed")} /> : null}</div>
      {problem ? <Notice tone="danger" live="assertive" title={problem} className="mb-4" /> : null}
      {state === "done" ? null : (
        <Button size="large" busy={state === "busy"} busyLabel={t("closed.renewing")} onClick={() => void renew()}>
          {t("closed.renew")}
        </Button>
      )}
    </div>
  );
}
