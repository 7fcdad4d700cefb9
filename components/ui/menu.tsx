"use client";

import type { LucideIcon } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  /** It is open when it appears, and whoever has opened it by keyboard stands on its first act. */
  isOpenFirst?: "by_key" | "by_pointer";
  children: ReactNode;
};

// Radix looks for keys from when it is there, and then puts the focus on the list: this comes after it, and once.
function standOnFirst(list: HTMLElement | null): void {
  if (!list || list.dataset.stood) return;
  list.dataset.stood = "true";
  setTimeout(() => list.querySelector<HTMLElement>("[role=menuitem]")?.focus());
}

/** A list of acts under a button, for the arrow keys as well. */
export function Menu({ trigger, isOpenFirst, children }: MenuProps) {
  return (
    <Radix.Root modal={false} defaultOpen={isOpenFirst !== undefined}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={isOpenFirst === "by_key" ? standOnFirst : undefined}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-md border border-line-strong bg-surface p-1 motion-safe:animate-enter"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = { icon?: LucideIcon; isDanger?: boolean; onSelect: () => void; children: ReactNode };

/** One act of a menu. */
export function MenuItem({ icon: Icon, isDanger = false, onSelect, children }: MenuItemProps) {
  return (
    <Radix.Item
      onSelect={onSelect}
      className={classNames(
        "flex min-h-11 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-sunken data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-accent sm:min-h-8",
        isDanger && "text-danger",
      )}
    >
      {Icon ? <Icon aria-hidden className="size-4 shrink-0" /> : null}
      {children}
    </Radix.Item>
  );
}

/** A line between two groups of acts. */
export function MenuLine() {
  return <Radix.Separator className="my-1 border-t border-line" />;
}
