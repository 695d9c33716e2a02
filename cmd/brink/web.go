package main

import (
	"log/slog"
	"os"
	"regexp"
	"slices"

	"brink/config"
	"brink/metrics"
	"brink/risk"
	"brink/web"

	"go.yaml.in/yaml/v3"
)

func webOptions(cfg *config.Config, meters *metrics.Metrics, reloads *reloads, log *slog.Logger) web.Options {
	o := web.Options{
		Hosts: cfg.Hosts, Metrics: meters.Handler(), Registerer: meters.Registerer(), Log: log,
		Named: named(cfg), ConfigFile: cfg.Web.ConfigFile, Origins: cfg.Web.Origins, Rate: int(cfg.Web.Rate),
	}
	for _, token := range cfg.Web.Tokens {
		o.Tokens = append(o.Tokens, token.Value.Reveal())
	}
	if cfg.Web.Reload {
		o.Reload = reloads.ask
	}
	return o
}

// named is what the configuration gives names to. Groups of several chains with
// one name are one.
func named(cfg *config.Config) web.Named {
	var n web.Named
	for _, a := range cfg.Accounts {
		n.Accounts = append(n.Accounts, web.NamedAccount{Name: a.Name, Address: a.Address.Hex()})
	}
	for _, c := range cfg.Chains {
		for _, g := range c.Groups {
			at := slices.IndexFunc(n.Groups, func(other web.AssetGroup) bool { return other.Name == g.Name })
			if at < 0 {
				at = len(n.Groups)
				n.Groups = append(n.Groups, web.AssetGroup{Name: g.Name, Kind: string(g.Kind)})
			}
			for _, asset := range g.Assets {
				n.Groups[at].Assets = append(n.Groups[at].Assets, web.Member{ChainID: c.ID, Asset: asset.Hex()})
			}
		}
	}
	for _, crash := range risk.Crashes() {
		n.Paths = append(n.Paths, crash.Name)
	}
	return n
}

// scheme is what a server with a web configuration speaks: http, or https where it
// has a certificate. A file that can't be read is somebody else's to tell of.
func scheme(file string) string {
	var of struct {
		TLS map[string]any `yaml:"tls_server_config"`
	}
	text, err := os.ReadFile(file)
	if err == nil && yaml.Unmarshal(text, &of) == nil && len(of.TLS) > 0 {
		return "https"
	}
	return "http"
}

// checkWeb tells what is wrong with the web configuration, which has a form of
// its own.
func checkWeb(cfg *config.Config) error {
	if err := web.CheckConfigFile(cfg.Web.ConfigFile); err != nil {
		// What the reader of YAML quotes of a file of passwords isn't shown.
		message := excerpt.ReplaceAllString(oneLine(err.Error()), "what stands there")
		return config.Problems{{Where: cfg.Web.ConfigFile, Message: "this is no web configuration: " + message}}
	}
	return nil
}

var excerpt = regexp.MustCompile("!!\\w+ `[^`]*`")
