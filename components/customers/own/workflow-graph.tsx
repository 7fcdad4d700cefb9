import { useTranslations } from "next-intl";
import { classNames } from "@/components/ui/class-names";
import type { WorkflowDetail } from "@/lib/customers/view/access";
import { box, type Drawing, drawWorkflow, type Placed } from "./graph-layout";
import { drawLine } from "./graph-lines";

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
        <Edges {...drawing} />
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

function Edges({ edges, nodes }: Pick<Drawing, "edges" | "nodes">) {
  return edges.map(({ from, to, type }) => {
    const { path, word } = drawLine(from, to, nodes);
    return (
      <g key={`${from.task.id} ${to.task.id} ${type}`}>
        <path
          d={path}
          fill="none"
          strokeWidth={1.5}
          strokeDasharray={isSetback(type) ? "5 4" : undefined}
          markerEnd="url(#arrow)"
          className={classNames(isSetback(type) ? "stroke-danger" : "stroke-line-strong")}
        />
        {isUsual(type) ? null : (
          <text
            x={word.x}
            y={word.y}
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
