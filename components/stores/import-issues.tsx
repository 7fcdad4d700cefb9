"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { call } from "@/lib/platform/http/browser";
import type { IssuesView } from "@/lib/stores/view/issues";
import { IssueDownload, IssueList } from "./issue-list";

async function fetchIssues(jobId: number): Promise<IssuesView> {
  const answer = await call<IssuesView>("GET", `/api/v1/store/imports/${jobId}/issues`);
  if (!answer.data) throw new Error(answer.message);
  return answer.data;
}

/** The problems of an import that has ended on this page. */
export function ImportIssues({ jobId }: { jobId: number }) {
  const t = useTranslations("stores.issues");
  const queryKey = ["issues", jobId];
  const { data, isError, refetch } = useQuery({ queryKey, queryFn: () => fetchIssues(jobId), staleTime: Infinity });
  if (isError)
    return (
      <p role="alert" className="flex flex-wrap items-center gap-3 text-danger">
        {t("unreadable")}
        <Button variant="secondary" size="small" onClick={() => void refetch()}>
          {t("tryAgain")}
        </Button>
      </p>
    );
  if (!data) return null;
  return (
    <section aria-label={t("title")} className="grid gap-4">
      <IssueList view={data} />
      <div>
        <IssueDownload jobId={jobId} />
      </div>
    </section>
  );
}
