import { useFormatter } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { RunDetail } from "@/lib/agents/view/run-history";
import { RunExpected } from "./run-expected";
import { RunOutcome } from "./run-outcome";
import { RunParts } from "./run-parts";
import { type Reader, useRunTexts } from "./use-run-texts";

const figures = ["fetched", "created", "updated", "gone"] as const;

/** All there is to tell of one sync: how it went, what was expected of it, and each data set beside the time before. */
export function RunView({ run, reader }: { run: RunDetail; reader: Reader }) {
  const { t } = useRunTexts(reader);
  return (
    <div className="grid grid-cols-1 gap-6">
      <Card title={t("went")} description={t("supportCode", { code: `job_${run.id}` })}>
        <Facts run={run} reader={reader} />
      </Card>
      {run.expectations.length > 0 && run.refusal === null ? (
        <Card flush title={t("expected.title")} description={t("expected.lead")}>
          <RunExpected expectations={run.expectations} reader={reader} />
        </Card>
      ) : null}
      {run.parts.length > 0 ? (
        <Card flush title={t("parts.title")} description={t("parts.lead")}>
          <RunParts parts={run.parts} reader={reader} />
        </Card>
      ) : null}
    </div>
  );
}

function Facts({ run, reader }: { run: RunDetail; reader: Reader }) {
  const { t, beganBy, duration } = useRunTexts(reader);
  const format = useFormatter();
  const brought = figures.map(name => ({
    key: name,
    label: t(`figures.${name}`),
    value: format.number(run.counts[name]),
  }));
  return (
    <DescriptionList
      className="-my-3"
      items={[
        { key: "outcome", label: t("outcome"), value: <RunOutcome run={run} reader={reader} /> },
        { key: "when", label: t("when"), value: <Time value={run.at} precision="second" /> },
        { key: "beganBy", label: t("beganBy"), value: beganBy(run.trigger) },
        { key: "took", label: t("took"), value: duration(run.seconds) },
        ...(run.refusal === null ? brought : []),
      ]}
    />
  );
}
