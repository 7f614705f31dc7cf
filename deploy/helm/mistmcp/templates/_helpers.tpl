{{- /* Short enough that a pod's name can be that of a replica. */ -}}
{{- define "mistmcp.name" -}}
{{- $name := ternary .Release.Name (printf "%s-mistmcp" .Release.Name) (contains "mistmcp" .Release.Name) -}}
{{- $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "mistmcp.selector" -}}
app.kubernetes.io/name: mistmcp
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "mistmcp.labels" -}}
{{ include "mistmcp.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "mistmcp.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* Three quarters of the memory's limit, in MiB: V8 collects, and buffers have room, before the kernel kills. */ -}}
{{- define "mistmcp.heap" -}}
{{- $limit := .Values.resources.limits.memory -}}
{{- $number := regexFind "^[0-9]+" $limit | int64 -}}
{{- $mebibytes := ternary (mul $number 1024) $number (hasSuffix "Gi" $limit) -}}
{{- div (mul $mebibytes 3) 4 -}}
{{- end -}}

{{- /* Whether more than one replica may run. */ -}}
{{- define "mistmcp.several" -}}
{{- if gt (int (ternary .Values.autoscaling.max .Values.replicas .Values.autoscaling.enabled)) 1 }}yes{{ end -}}
{{- end -}}

{{- /* What clients are led to: MCP alone, health and metrics are for inside. */ -}}
{{- define "mistmcp.paths" -}}
- /mcp
{{- if .Values.signIn.issuer }}
- /.well-known/oauth-protected-resource
- /.well-known/oauth-protected-resource/mcp
{{- if .Values.signIn.mistTokens }}
- /token/mcp
{{- end }}
{{- end }}
{{- end -}}

{{- define "mistmcp.check" -}}
{{- if and (include "mistmcp.several" .) .Values.redis.required (not .Values.redis.secret) -}}
{{- fail "Several replicas need redis.secret: without an engine a person may be asked again and again. Give it, or set autoscaling.enabled to false and replicas to 1, or redis.required to false where a proxy sends all requests of a client to one replica." -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (lt (int .Values.autoscaling.max) (int .Values.autoscaling.min)) -}}
{{- fail "autoscaling.max must be at least autoscaling.min." -}}
{{- end -}}
{{- if .Values.signIn.issuer -}}
{{- $access := .Values.signIn.access -}}
{{- $given := list -}}
{{- range list "document" "configMap" "secret" -}}{{- if index $access . -}}{{- $given = append $given . -}}{{- end -}}{{- end -}}
{{- if ne (len $given) 1 -}}
{{- fail "signIn.issuer needs one of signIn.access.document, signIn.access.configMap and signIn.access.secret: who may use which Mist token." -}}
{{- end -}}
{{- end -}}
{{- end -}}
