"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { FeedAddress } from "@/lib/stores/schema";
import { previewPath } from "./use-feed-preview";

/** Fetches the bad rows of a feed as a file; null when it came, else what to say. */
async function fetchBadRows(address: FeedAddress): Promise<string | null> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${previewPath}/bad-rows`, { method: "POST", headers, body: JSON.stringify(address) });
  if (!answer.ok) return ((await answer.json()) as { message: string }).message;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `bad-rows-${address.language}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return null;
}

/** A button that downloads the rows of a feed that could not be imported. */
export function BadRowsButton({ address, label }: { address: FeedAddress; label: string }) {
  const t = useTranslations("stores.productImport.preview");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    setProblem(await fetchBadRows(address).catch(() => t("downloadFailed")));
    setBusy(false);
  };
  return (
    <div className="grid gap-1 max-sm:w-full">
      <Button sends variant="secondary" size="small" busy={isBusy} busyLabel={t("downloading")} onClick={start}>
        <Download aria-hidden />
        {label}
      </Button>
      {problem ? (
        <p role="alert" className="text-sm text-danger">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
