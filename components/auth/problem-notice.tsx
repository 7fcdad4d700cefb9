import { useTranslations } from "next-intl";
import { Notice } from "@/components/ui/notice";
import type { Problem } from "./sign-in-problem";

/** A problem that belongs to no field, read out at once; one that does is only read out here, and seen beside its field. */
export function ProblemNotice({ problem }: { problem: Problem | null }) {
  const t = useTranslations("common");
  if (problem?.field) {
    return (
      <p role="alert" className="sr-only">
        {problem.message}
      </p>
    );
  }
  if (!problem) return null;
  return (
    <Notice tone="danger" live="assertive" title={problem.message}>
      {problem.supportCode
        ? t.rich("supportCode", {
            value: problem.supportCode,
            code: chunks => <code className="font-mono">{chunks}</code>,
          })
        : null}
    </Notice>
  );
}
