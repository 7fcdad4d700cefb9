import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "./card";
import { EmptyState } from "./empty-state";
import { Pagination } from "./pagination";

type ListCardProps = {
  isEmpty: boolean;
  /** What stands there while the list is empty. */
  empty: { icon: LucideIcon; title: string; help: string };
  /** The ways to its first page and to the next one. */
  ways: { previous: string | null; next: string | null };
  children: ReactNode;
};

/** A list that has a page of its own: what is in it, or why there is nothing, and the ways to others of its pages. */
export function ListCard({ isEmpty, empty, ways, children }: ListCardProps) {
  return (
    <>
      <Card flush>
        {isEmpty ? (
          <EmptyState icon={empty.icon} title={empty.title}>
            {empty.help}
          </EmptyState>
        ) : (
          children
        )}
      </Card>
      <div className="mt-6">
        <Pagination {...ways} isBackToStart />
      </div>
    </>
  );
}
