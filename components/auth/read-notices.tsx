"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";

/** Marks every notice up to the newest that is shown as read, and draws the page anew. */
export function ReadNotices({ upTo, unread }: { upTo: number; unread: number }) {
  const t = useTranslations("notices");
  const router = useRouter();
  const [said, setSaid] = useState("");
  const read = async () => {
    const { success, message } = await call("POST", "/api/v1/me/notices/read", { upTo });
    setSaid(success ? t("allRead") : message);
    if (success) router.refresh();
  };
  return (
    <>
      <p role="status" className="self-center text-sm text-ink-muted empty:hidden">
        {said}
      </p>
      {unread > 0 ? (
        <Button variant="secondary" onClick={read}>
          {t("readAll")}
        </Button>
      ) : null}
    </>
  );
}
