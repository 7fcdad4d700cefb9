import { type DescriptionItem, DescriptionList } from "@/components/ui/description-list";

/** Answers that belong together, under a heading. */
export type AnswerGroup = { id: string; title: string; items: readonly DescriptionItem[] };

/** Everything a person said, to look over before it counts. Each `change` should lead back to this page. */
export function CheckAnswers({ groups }: { groups: readonly AnswerGroup[] }) {
  return (
    <div className="grid gap-8">
      {groups.map(group => (
        <section key={group.id} aria-labelledby={`answers-${group.id}`}>
          <h2 id={`answers-${group.id}`} className="mb-1 text-lg font-semibold">
            {group.title}
          </h2>
          <DescriptionList items={group.items} className="border-y border-line" />
        </section>
      ))}
    </div>
  );
}
