package main

import (
	"log/slog"

	"brink/config"
	"brink/metrics"
	"brink/web"
)

func webOptions(cfg *config.Config, meters *metrics.Metrics, reloads *reloads, log *slog.Logger) web.Options {
	o := web.Options{
		Hosts: cfg.Hosts, Metrics: meters.Handler(), Registerer: meters.Registerer(), Log: log,
		ConfigFile: cfg.Web.ConfigFile, Origins: cfg.Web.Origins, Rate: int(cfg.Web.Rate),
	}
	for _, token := range cfg.Web.Tokens {
		o.Tokens = append(o.Tokens, token.Value.Reveal())
	}
	if cfg.Web.Reload {
		o.Reload = reloads.ask
	}
	return o
}

// checkWeb tells what is wrong with the web configuration, which has a form of
// its own.
func checkWeb(cfg *config.Config) error {
	if err := web.CheckConfigFile(cfg.Web.ConfigFile); err != nil {
		return config.Problems{{Where: cfg.Web.ConfigFile, Message: "this is no web configuration: " + oneLine(err.Error())}}
	}
	return nil
}
