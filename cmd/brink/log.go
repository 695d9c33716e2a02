package main

import (
	"log/slog"

	"brink/config"
)

// logger writes to standard error: text on a terminal, JSON elsewhere, unless
// the configuration says. It is the second net under secrets: what a library
// may have put into a message is taken out again.
func (a *app) logger(cfg *config.Config) *slog.Logger {
	level := slog.LevelInfo
	// The configuration was validated: the level is one of slog's.
	_ = level.UnmarshalText([]byte(cfg.Log.Level))
	redact := cfg.Redactor()
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, attr slog.Attr) slog.Attr {
		switch attr.Value.Kind() {
		case slog.KindString:
			attr.Value = slog.StringValue(redact.Replace(attr.Value.String()))
		case slog.KindAny:
			if err, ok := attr.Value.Any().(error); ok {
				attr.Value = slog.StringValue(redact.Replace(oneLine(err.Error())))
			}
		}
		return attr
	}}
	if cfg.Log.Format == "json" || cfg.Log.Format != "text" && !isTerminal(a.stderr) {
		return slog.New(slog.NewJSONHandler(a.stderr, options))
	}
	return slog.New(slog.NewTextHandler(a.stderr, options))
}
