package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// LoadRules reads the rules of a file and checks them by themselves. The error
// is as that of Load.
func LoadRules(path string) ([]Rule, error) {
	var problems Problems
	c := Default()
	c.places = places{"": {source: path, line: 1}}
	r := resolver{config: c, problems: &problems, folder: filepath.Dir(path)}
	r.ruleFile(filepath.Base(path), place{source: path})
	r.rules()
	return c.Alerts.Rules, problems.err()
}

// ruleFiles adds the rules of other files to those of the configuration, which
// then needs the files no more.
func (r *resolver) ruleFiles() {
	for i, file := range r.config.Alerts.Files {
		r.ruleFile(file, r.config.places.of(fmt.Sprintf("alerts.files[%d]", i)))
	}
	r.config.Alerts.Files = nil
}

// ruleFile adds the rules of a file that was named at a place.
func (r *resolver) ruleFile(file string, at place) {
	if !filepath.IsAbs(file) {
		file = filepath.Join(r.folder, file)
	}
	data, err := readFile(file)
	if err != nil {
		r.problems.add(at, "reading the rules of %s: %v", file, rootCause(err))
		return
	}
	root := readYAML(file, data, r.problems)
	if root == nil {
		return
	}
	d := newDecoder(file, r.config.places, r.problems)
	d.pairs(root, func(key string, at place, value *yaml.Node) {
		if key != "rules" {
			r.problems.add(at, "unknown key %q; a file of rules has rules: alone", key)
			return
		}
		rules := reflectStruct(&r.config.Alerts).FieldByName("Rules")
		if d.wants("alerts.rules", at, value, yaml.SequenceNode) {
			d.list("alerts.rules", value, rules)
		}
	})
}

// measures are what is special about each.
var measures = map[string]struct{ lower, event, holds, sum bool }{
	"health_factor": {lower: true}, "drop_to_liquidation": {lower: true}, "unknown": {holds: true},
	"liquidated": {event: true}, "bad_debt": {event: true}, "parameter_change": {event: true},
	"at_risk_usd": {sum: true}, "liquidatable_usd": {sum: true}, "bad_debt_usd": {sum: true}, "liquidated_usd": {sum: true},
	"utilisation":  {},
	"oracle_stale": {holds: true}, "oracle_deviation": {}, "blind": {holds: true},
}

func (r *resolver) rules() {
	names := map[string]string{}
	for i := range r.config.Alerts.Rules {
		rule, path := &r.config.Alerts.Rules[i], fmt.Sprintf("alerts.rules[%d]", i)
		if r.failed(path) {
			continue
		}
		r.name(path+".name", rule.Name)
		r.unique(names, rule.Name, path+".name")
		if !r.given(path + ".measure") {
			r.fail(path, "%s has no measure; add measure: health_factor, or another", path)
			continue
		}
		if !r.failed(path + ".measure") {
			r.levels(path, rule)
		}
		r.quiet(path, rule.Quiet, rule.Zone)
		if rule.Window <= 0 && !r.failed(path+".window") {
			r.fail(path+".window", "%s.window must be longer than nothing", path)
		}
		for j, account := range rule.Accounts {
			rule.Accounts[j] = r.account(fmt.Sprintf("%s.accounts[%d]", path, j), account)
		}
	}
}

// account is an account as rules name it: an address with its checksum, or a
// name.
func (r *resolver) account(path, text string) string {
	if !strings.HasPrefix(text, "0x") {
		return text
	}
	address, err := ParseAddress(text)
	if err != nil {
		r.fail(path, "%s: %v", path, err)
	}
	return address.Hex()
}

// known checks what a rule names against the configuration around it.
func (r *resolver) known() {
	var channels, accounts, chains []string
	for _, c := range r.config.Notify.Channels {
		channels = append(channels, c.Name)
	}
	for _, a := range r.config.Accounts {
		accounts = append(accounts, a.Name)
	}
	for _, c := range r.config.Chains {
		chains = append(chains, c.Name)
	}
	for i := range r.config.Alerts.Rules {
		rule, path := &r.config.Alerts.Rules[i], fmt.Sprintf("alerts.rules[%d]", i)
		named := slices.DeleteFunc(slices.Clone(rule.Accounts), func(a string) bool { return strings.HasPrefix(a, "0x") })
		r.among(path+".channels", rule.Channels, channels, "channel")
		r.among(path+".accounts", named, accounts, "account")
		r.among(path+".chains", rule.Chains, chains, "chain")
	}
}

func (r *resolver) among(path string, words, known []string, what string) {
	for _, w := range words {
		if !slices.Contains(known, w) {
			r.fail(path, "%s: there is no %s %s%s", path, what, r.quote(path, w), suggest(w, known))
		}
	}
}

var ranks = map[string]int{"info": 1, "warning": 2, "critical": 3}

// levels checks that a rule's levels are in order and fills in where they end.
func (r *resolver) levels(path string, rule *Rule) {
	m := measures[rule.Measure]
	if len(rule.Levels) == 0 {
		r.fail(path, "%s has no levels; add levels: with a severity", path)
	}
	if len(rule.Levels) > 1 && (m.event || m.holds) {
		r.fail(path+".levels", "%s.levels: %s has one level; remove the others", path, rule.Measure)
	}
	for i := range rule.Levels {
		l, at := &rule.Levels[i], fmt.Sprintf("%s.levels[%d]", path, i)
		if r.failed(at) || r.failed(at+".enter") || r.failed(at+".leave") || r.failed(at+".severity") {
			continue
		}
		if !r.given(at + ".severity") {
			r.fail(at, "%s has no severity; add info, warning or critical", at)
		}
		if i > 0 && ranks[l.Severity] <= ranks[rule.Levels[i-1].Severity] {
			r.fail(at+".severity", "%s.severity: levels go from the mildest to the worst, each severity once", at)
		}
		if m.event || m.holds {
			r.bare(at, m.event)
			continue
		}
		r.thresholds(at, l, m.lower)
		if i > 0 && !beyond(l.Enter, rule.Levels[i-1].Enter, m.lower) {
			r.fail(at+".enter", "%s.enter: %s is not worse than the level before", at, l.Enter)
		}
	}
	if !r.given(path+".target") && rule.Measure == "health_factor" && len(rule.Levels) > 0 {
		rule.Target = rule.Levels[0].Leave
	}
}

// bare checks that a level has no keys that its measure knows nothing of.
func (r *resolver) bare(at string, event bool) {
	keys := []string{"enter", "leave"}
	if event {
		keys = append(keys, "for", "blocks", "remind")
	}
	for _, key := range keys {
		if r.given(at + "." + key) {
			r.fail(at+"."+key, "%s.%s: this measure has none; remove it", at, key)
		}
	}
}

func (r *resolver) thresholds(at string, l *Level, lower bool) {
	if !r.given(at + ".enter") {
		r.fail(at, "%s has no enter; add the value at which it begins", at)
		return
	}
	if !r.given(at + ".leave") {
		l.Leave = l.Enter
	}
	if beyond(l.Leave, l.Enter, lower) {
		r.fail(at+".leave", "%s.leave: %s is on the bad side of enter, %s", at, l.Leave, l.Enter)
	}
}

// beyond reports whether a value is worse than another.
func beyond(v, than Decimal, lower bool) bool {
	if lower {
		return v.wad.Lt(&than.wad)
	}
	return v.wad.Gt(&than.wad)
}
