import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { WorkflowDetail } from "@/lib/customers/view/access";
import { box, type Drawing, drawWorkflow, type Placed } from "./graph-layout";

const longest = 22;
const short = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text);
const isSetback = (type: string) => /^(failure|false|error|reject)/i.test(type);
const isUsual = (type: string) => /^success$/i.test(type);

/** A workflow as a drawing: what follows what. The table of its tasks says the same. */
export function WorkflowGraph({ name, parts, linkages }: Pick<WorkflowDetail, "name" | "parts" | "linkages">) {
  const t = useTranslations("customer.workflow.graph");
  const drawing = drawWorkflow(parts, linkages);
  const { width, height } = drawing;
  return (
    <section
      aria-label={t("scroll", { name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      className="max-h-[36rem] overflow-auto bg-sunken"
    >
      <svg
        role="img"
        aria-label={t("label", { name, tasks: parts.length, linkages: drawing.edges.length })}
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        className="mx-auto block max-w-none"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M0 0 8 4 0 8z" className="fill-line-strong" />
          </marker>
        </defs>
        <Edges edges={drawing.edges} />
        {drawing.nodes.map(node => (
          <Node key={node.task.id} {...node} />
        ))}
      </svg>
    </section>
  );
}

function Node({ task, x, y }: Placed) {
  return (
    <g>
      <title>{`${task.name} (${task.actionType})`}</title>
      <rect
        x={x}
        y={y}
        width={box.width}
        height={box.height}
        rx={6}
        className="fill-surface stroke-line-strong"
        strokeWidth={1}
      />
      <text x={x + 12} y={y + 22} className="fill-ink text-[13px] font-medium">
        {short(task.name)}
      </text>
      <text x={x + 12} y={y + 40} className="fill-ink-muted text-[12px]">
        {short([task.actionType, task.object].filter(Boolean).join(" · "))}
      </text>
    </g>
  );
}

type Point = { x: number; y: number };

/** Where a line leaves one box and meets the other: at the sides that look at each other. */
function endsOf(from: Placed, to: Placed): { start: Point; end: Point; isDown: boolean } {
  const middle = ({ x, y }: Placed) => ({ x: x + box.width / 2, y: y + box.height / 2 });
  const [a, b] = [middle(from), middle(to)];
  const isDown = Math.abs(b.y - a.y) >= box.height;
  const side = (one: Point, other: Point): Point =>
    isDown
      ? { x: one.x, y: one.y + (other.y > one.y ? box.height / 2 : -box.height / 2) }
      : { x: one.x + (other.x > one.x ? box.width / 2 : -box.width / 2), y: one.y };
  return { start: side(a, b), end: side(b, a), isDown };
}

function Edges({ edges }: Pick<Drawing, "edges">) {
  return edges.map(({ from, to, type }) => {
    const { start, end, isDown } = endsOf(from, to);
    const bend = isDown
      ? `C${start.x} ${(start.y + end.y) / 2} ${end.x} ${(start.y + end.y) / 2} ${end.x} ${end.y}`
      : `L${end.x} ${end.y}`;
    return (
      <g key={`${from.task.id} ${to.task.id} ${type}`}>
        <path
          d={`M${start.x} ${start.y}${bend}`}
          fill="none"
          strokeWidth={1.5}
          strokeDasharray={isSetback(type) ? "5 4" : undefined}
          markerEnd="url(#arrow)"
          className={classNames(isSetback(type) ? "stroke-danger" : "stroke-line-strong")}
        />
        {isUsual(type) ? null : (
          <text
            x={(start.x + end.x) / 2}
            y={(start.y + end.y) / 2 - 4}
            textAnchor="middle"
            strokeWidth={4}
            paintOrder="stroke"
            className={classNames("stroke-sunken text-[11px]", isSetback(type) ? "fill-danger" : "fill-ink-muted")}
          >
            {short(type)}
          </text>
        )}
      </g>
    );
  });
}
