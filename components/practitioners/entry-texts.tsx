import type { ExperienceCertifications } from "@/lib/practitioners/schema";
import { useEntryTexts } from "./use-entry-texts";

type Rows = ExperienceCertifications["workExperiences"] | ExperienceCertifications["certifications"];

/** Entries in short, in their order, with what is described of each. */
export function EntryTexts({ rows }: { rows: Rows }) {
  const say = useEntryTexts();
  return (
    <ol className="grid gap-3">
      {rows.map((row, at) => {
        const { title, line } = say(row);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id of their own and do not move here
          <li key={at}>
            <span className="block font-medium">
              <bdi>{title}</bdi>
            </span>
            {line ? <span className="block text-sm text-ink-muted">{line}</span> : null}
            {"description" in row && row.description ? (
              <span className="mt-1 block whitespace-pre-line">{row.description}</span>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}
