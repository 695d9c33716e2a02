// The few kinds of panels that the dashboards are made of, and what all dashboards share.
import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as bargauge from "@grafana/grafana-foundation-sdk/bargauge";
import * as heatmap from "@grafana/grafana-foundation-sdk/heatmap";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as stat from "@grafana/grafana-foundation-sdk/stat";
import * as table from "@grafana/grafana-foundation-sdk/table";
import * as timeseries from "@grafana/grafana-foundation-sdk/timeseries";

export type Panel = cog.Builder<dashboard.Panel>;

/** Labels that every query of ours is narrowed by. */
export const chain = 'instance=~"$instance",chain=~"$chain"';
export const protocol = `${chain},protocol=~"$protocol"`;
export const instance = 'instance=~"$instance"';

/** The bands of the health factor, from the worst. */
export const bands = ["0-1", "1-1.05", "1.05-1.1", "1.1-1.25", "1.25-1.5", "1.5-2", "2-3", "3-inf"];

const source = { type: "prometheus", uid: "${datasource}" };

function query(expr: string, legend = ""): prometheus.DataqueryBuilder {
  const q = new prometheus.DataqueryBuilder().expr(expr).datasource(source);
  return legend === "" ? q : q.legendFormat(legend);
}

/** Steps are [from, colour]; the first one begins at minus infinity. */
export type Steps = [number | null, string][];

export const plain: Steps = [[null, "blue"]];
export const zeroIsGood: Steps = [[null, "green"], [1, "red"]];

function thresholds(steps: Steps): dashboard.ThresholdsConfigBuilder {
  return new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(steps.map(([value, color]) => ({ value, color })));
}

export interface Look {
  unit?: string;
  width?: number;
  height?: number;
  steps?: Steps;
  decimals?: number;
  max?: number;
  /** Said where the metric is rightly absent. */
  none?: string;
}

/** One number for each series, large. */
export function number(title: string, says: string, expr: string, look: Look & { legend?: string } = {}): Panel {
  const panel = new stat.PanelBuilder()
    .title(title).description(says).datasource(source)
    .span(look.width ?? 4).height(look.height ?? 4)
    .unit(look.unit ?? "short")
    .thresholds(thresholds(look.steps ?? plain))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .noValue(look.none ?? "no data")
    .withTarget(query(expr, look.legend).instant());
  return look.decimals === undefined ? panel : panel.decimals(look.decimals);
}

/** How series went over time; a target is an expression and its legend. */
export function graph(title: string, says: string, targets: [string, string][], look: Look & { stacked?: boolean; bars?: boolean } = {}): Panel {
  const panel = new timeseries.PanelBuilder()
    .title(title).description(says).datasource(source)
    .span(look.width ?? 12).height(look.height ?? 8)
    .unit(look.unit ?? "short")
    .lineWidth(1).fillOpacity(look.stacked ? 40 : 8)
    .showPoints(common.VisibilityMode.Never)
    .legend(new common.VizLegendOptionsBuilder()
      .displayMode(common.LegendDisplayMode.Table).placement(common.LegendPlacement.Bottom).showLegend(true).calcs(["lastNotNull", "max"]))
    .tooltip(new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending));
  if (look.stacked) panel.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group("A"));
  if (look.bars) panel.drawStyle(common.GraphDrawStyle.Bars).fillOpacity(80);
  if (look.steps) {
    panel.thresholds(thresholds(look.steps))
      .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
  if (look.max !== undefined) panel.max(look.max);
  if (look.none) panel.noValue(look.none);
  targets.forEach(([expr, legend], i) => panel.withTarget(query(expr, legend).range().refId(String.fromCharCode(65 + i))));
  return panel;
}

/** The newest value of each series as a bar. */
export function bars(title: string, says: string, expr: string, legend: string, look: Look = {}): Panel {
  return new bargauge.PanelBuilder()
    .title(title).description(says).datasource(source)
    .span(look.width ?? 12).height(look.height ?? 8)
    .unit(look.unit ?? "short").min(0)
    .thresholds(thresholds(look.steps ?? plain))
    .orientation(common.VizOrientation.Horizontal)
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]))
    .withTarget(query(expr, legend).instant());
}

/** The newest value of each series as a row; several targets are joined by the labels they share. */
export function rows(title: string, says: string, targets: [string, string][], look: Look = {}): Panel {
  const panel = new table.PanelBuilder()
    .title(title).description(says).datasource(source)
    .span(look.width ?? 24).height(look.height ?? 8)
    .unit(look.unit ?? "short")
    .thresholds(thresholds(look.steps ?? plain))
    .noValue(look.none ?? "–");
  const names: Record<string, string> = {};
  targets.forEach(([expr, name], i) => {
    const ref = String.fromCharCode(65 + i);
    names[targets.length > 1 ? `Value #${ref}` : "Value"] = name;
    panel.withTarget(query(expr).instant().format(prometheus.PromQueryFormat.Table).refId(ref));
  });
  if (targets.length > 1) panel.withTransformation({ id: "merge", options: {} });
  return panel.withTransformation({ id: "organize", options: { excludeByName: { Time: true }, renameByName: names } });
}

/** A histogram over time. The expression gives one series for each bucket. */
export function heat(title: string, says: string, expr: string, look: Look = {}): Panel {
  return new heatmap.PanelBuilder()
    .title(title).description(says).datasource(source)
    .span(look.width ?? 12).height(look.height ?? 8)
    .calculate(false)
    .yAxis(new heatmap.YAxisConfigBuilder().unit(look.unit ?? "short"))
    .withTarget(query(expr, "{{le}}").range().format(prometheus.PromQueryFormat.Heatmap));
}

function choice(name: string, label: string, of: string): dashboard.QueryVariableBuilder {
  return new dashboard.QueryVariableBuilder(name).label(label).query(of).datasource(source)
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged).sort(dashboard.VariableSort.AlphabeticalAsc)
    .includeAll(true).allValue(".+").multi(true)
    .current({ selected: true, text: ["All"], value: ["$__all"] });
}

export interface Board {
  uid: string;
  title: string;
  says: string;
  since?: string;
  /** Which of the variables it needs beside the data source and the instance. */
  by: ("chain" | "protocol" | "name")[];
  rows: { title: string; panels: Panel[] }[];
}

const choices = {
  chain: () => choice("chain", "Chain", `label_values(brink_chain_state{${instance}}, chain)`),
  protocol: () => choice("protocol", "Protocol", `label_values(brink_positions{${chain}}, protocol)`),
  name: () => choice("name", "Account", `label_values(brink_watched_position_health_factor{${chain}}, name)`),
};

/** Panels are numbered in order, so that links to them stay as they are. */
export function build(board: Board): dashboard.Dashboard {
  const builder = new dashboard.DashboardBuilder(board.title)
    .uid(board.uid).description(board.says).tags(["brink"])
    .time({ from: board.since ?? "now-6h", to: "now" }).refresh("30s").timezone("browser").editable()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .link(new dashboard.DashboardLinkBuilder("brink").type(dashboard.DashboardLinkType.Dashboards).tags(["brink"])
      .asDropdown(false).includeVars(true).keepTime(true))
    .withVariable(new dashboard.DatasourceVariableBuilder("datasource").label("Data source").type("prometheus"))
    .withVariable(choice("instance", "Instance", "label_values(brink_build_info, instance)"));
  board.by.forEach((name) => builder.withVariable(choices[name]()));
  for (const row of board.rows) {
    builder.withRow(new dashboard.RowBuilder(row.title));
    row.panels.forEach((panel) => builder.withPanel(panel));
  }
  const built = builder.build();
  built.panels?.forEach((panel, i) => { panel.id = i + 1; });
  return built;
}
