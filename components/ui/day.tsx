import { useFormatter } from "next-intl";

/** A day without a time, as `YYYY-MM-DD`: the same day in every zone. */
export function Day({ value }: { value: string }) {
  const format = useFormatter();
  return (
    <time dateTime={value} className="tabular-nums">
      {format.dateTime(new Date(`${value}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })}
    </time>
  );
}
