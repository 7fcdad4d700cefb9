"use client";

import { LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

/** Ends the session on the server and leaves for `/login`. */
export function SignOutButton() {
  const t = useTranslations("auth.signOut");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async () => {
    setBusy(true);
    const answer = await call("POST", "/api/v1/auth/logout");
    // A session that is over already is what was asked for.
    if (answer.success || answer.error?.code === "unauthenticated") return window.location.assign("/login");
    setBusy(false);
    setFailed(true);
  };
  return (
    <>
      <span role="status" className="text-sm text-danger">
        {failed ? t("failed") : ""}
      </span>
      <Button variant="ghost" size="small" busy={busy} busyLabel={t("busy")} onClick={leave}>
        <LogOut aria-hidden />
        {t("button")}
      </Button>
    </>
  );
}
