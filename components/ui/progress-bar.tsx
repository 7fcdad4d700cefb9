import { classNames } from "./class-names";
import type { Tone } from "./tone";

type ProgressBarProps = {
  /** What is progressing, for those who cannot see it. */
  label: string;
  /** 0 to `max`; null when the total is not known. */
  value: number | null;
  max?: number;
  /** "Step 4 of 9, Transactions, 312 of 1,040". */
  valueText?: string;
  tone?: Extract<Tone, "active" | "success" | "warning" | "danger" | "neutral">;
  size?: "small" | "medium";
  className?: string;
};

const fill = {
  active: "bg-accent",
  success: "bg-success",
  warning: "bg-warning",
  danger: "bg-danger",
  neutral: "bg-line-strong",
} as const;

/** How far something is. Unknown totals show a hatched track that breathes but never pretends to advance. */
export function ProgressBar(props: ProgressBarProps) {
  const { label, value, max = 100, valueText, tone = "active", size = "medium", className } = props;
  const known = value !== null && max > 0;
  const share = known ? Math.min(Math.max(value / max, 0), 1) * 100 : 100;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={known ? value : undefined}
      aria-valuetext={valueText}
      className={classNames(
        "w-full overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line",
        size === "small" ? "h-1.5" : "h-2.5",
        className,
      )}
    >
      <div
        className={classNames(
          "h-full rounded-full transition-[width] duration-150",
          known ? fill[tone] : "hatched motion-safe:animate-breathe",
        )}
        style={{ width: `${share}%` }}
      />
    </div>
  );
}
