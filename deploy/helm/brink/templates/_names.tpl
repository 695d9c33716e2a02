{{- define "brink.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "brink.selector" -}}
app.kubernetes.io/name: brink
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "brink.labels" -}}
{{ include "brink.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "brink.config" -}}
{{- $name := include "brink.name" . }}
{{- $hosts := concat (list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) (printf "%s.%s.svc.cluster.local" $name .Release.Namespace)) .Values.hosts }}
{{- toYaml (merge (dict "listen" "0.0.0.0:8080" "hosts" $hosts) .Values.config) }}
{{- end }}
