package main

import (
	"fmt"
	"slices"

	"brink/alerts"
	"brink/config"
	"brink/engine"
	"brink/feed"

	"github.com/holiman/uint256"
)

// alertRules are the configured rules. An error names the lines of those that
// ask for more than the feed tells of accounts without a name.
func alertRules(cfg *config.Config) ([]alerts.Rule, error) {
	rules := make([]alerts.Rule, len(cfg.Alerts.Rules))
	var problems config.Problems
	for i, r := range cfg.Alerts.Rules {
		rules[i] = alertRule(r)
		path := fmt.Sprintf("alerts.rules[%d]", i)
		if r.Named || len(r.Accounts) > 0 {
			continue
		}
		switch rules[i].Measure {
		case alerts.Drop, alerts.ParameterChange:
			problems = append(problems, config.Problem{Where: cfg.Origin(path + ".measure"),
				Message: path + ".measure: the feed tells this of named accounts alone; add named: true, or accounts"})
		case alerts.AtRisk, alerts.Liquidatable, alerts.Uncovered, alerts.Repaid:
			if rules[i].Per == alerts.PerAccount {
				problems = append(problems, config.Problem{Where: cfg.Origin(path + ".per"),
					Message: path + ".per: sums per account are made of named accounts alone; add named: true, or accounts"})
			}
		case alerts.HealthFactor:
			problems = append(problems, coarse(cfg, path, r.Levels)...)
		}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return rules, nil
}

// coarse tells of thresholds that the feed doesn't say anybody crosses: of
// positions without a name it tells only when they enter another band, and
// those below watch.near alone.
func coarse(cfg *config.Config, path string, levels []config.Level) config.Problems {
	var problems config.Problems
	near := cfg.Watch.Near.Wad()
	for i, l := range levels {
		for _, t := range []struct {
			key string
			at  config.Decimal
		}{{"enter", l.Enter}, {"leave", l.Leave}} {
			z := t.at.Wad()
			if !z.Gt(near) && slices.ContainsFunc(engine.Edges(), func(e uint256.Int) bool { return e.Eq(z) }) {
				continue
			}
			at := fmt.Sprintf("%s.levels[%d].%s", path, i, t.key)
			problems = append(problems, config.Problem{Where: cfg.Origin(at), Message: fmt.Sprintf(
				"%s: of accounts without a name the feed tells the health factors 1, 1.05, 1.1, 1.25, 1.5, 2 and 3 alone, up to watch.near, which is %s; give one of those, or add named: true",
				at, cfg.Watch.Near)})
		}
	}
	return problems
}

func alertRule(r config.Rule) alerts.Rule {
	out := alerts.Rule{
		Name: r.Name, Measure: alerts.Measure(r.Measure), KeepFiring: r.KeepFiring, Floor: r.Floor, Worse: *r.Worse.Wad(),
		Only: alerts.Finality(r.Only), Per: alerts.Scope(r.Per), Named: r.Named, Accounts: r.Accounts, Chains: r.Chains,
		Protocols: r.Protocols, Deployments: r.Deployments, Markets: r.Markets, MinDebt: *r.MinDebt.Wad(), Target: *r.Target.Wad(),
		Channels: r.Channels, Window: r.Window,
	}
	for _, l := range r.Levels {
		out.Levels = append(out.Levels, alerts.Level{Severity: feed.Severity(l.Severity), Enter: *l.Enter.Wad(), Leave: *l.Leave.Wad(),
			For: l.For, Blocks: l.Blocks, Remind: l.Remind})
	}
	return out
}

// alertOptions are what alerts must know beside the feed.
func alertOptions(cfg *config.Config) (alerts.Options, error) {
	rules, err := alertRules(cfg)
	opt := alerts.Options{Rules: rules, Chains: map[uint64]string{}}
	for _, c := range cfg.Chains {
		opt.Chains[c.ID] = c.Name
	}
	for _, a := range cfg.Accounts {
		opt.Accounts = append(opt.Accounts, alerts.Account{Name: a.Name, Address: a.Address})
	}
	return opt, err
}
