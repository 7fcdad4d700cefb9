"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useFocusLater } from "@/components/ui/use-focus-later";
import { call } from "@/lib/platform/http/browser";

/** The button that ends reminders, and what came of it. */
export function StopReminders({ address }: { address: string }) {
  const t = useTranslations("flow.reminders");
  const focusLater = useFocusLater();
  const [state, setState] = useState<"asked" | "busy" | "done" | "failed">("asked");
  const stop = async () => {
    setState("busy");
    const { success } = await call("POST", address);
    // The button that had the focus goes.
    if (success) focusLater("main");
    setState(success ? "done" : "failed");
  };
  return (
    <div className="grid gap-4">
      <div role="status">
        {state === "done" ? (
          <Notice tone="success" title={t("done")}>
            {t("doneHelp")}
          </Notice>
        ) : null}
      </div>
      {state === "failed" ? <Notice tone="danger" live="assertive" title={t("failed")} /> : null}
      {state === "done" ? null : (
        <Button
          size="large"
          className="max-sm:w-full sm:justify-self-start"
          busy={state === "busy"}
          busyLabel={t("stopping")}
          onClick={() => void stop()}
        >
          {t("stop")}
        </Button>
      )}
    </div>
  );
}
