// For who builds monitoring of many programs with Jsonnet: the same rules, alerts and dashboards under the names that
// mixins have. They are made elsewhere; nothing is changed here but by _config.
{
  _config:: {
    // Which targets are brink's, as a label matcher; the files say job="brink".
    selector: 'job="brink"',
  },

  local selected(text) = std.strReplace(text, 'job="brink"', $._config.selector),

  prometheusRules+:: std.parseYaml(importstr '../prometheus/rules.yaml'),
  prometheusAlerts+:: std.parseYaml(selected(importstr '../prometheus/alerts.yaml')),
  grafanaDashboards+:: {
    ['brink-%s.json' % name]: std.parseJson(std.strReplace(text, 'job=\\"brink\\"', std.strReplace($._config.selector, '"', '\\"')))
    for name in std.objectFields(texts)
    for text in [texts[name]]
  },

  local texts = {
    overview: importstr '../grafana/dashboards/brink-overview.json',
    risk: importstr '../grafana/dashboards/brink-risk.json',
    liquidations: importstr '../grafana/dashboards/brink-liquidations.json',
    operations: importstr '../grafana/dashboards/brink-operations.json',
    'watch-list': importstr '../grafana/dashboards/brink-watch-list.json',
  },
}
