package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"brink/chain"
	"brink/chain/rpc"
	"brink/config"
	"brink/engine"

	"github.com/ethereum/go-ethereum/common"
	"github.com/spf13/cobra"
)

func newCheckCommand(a *app) *cobra.Command {
	var format outputFormat
	command := &cobra.Command{
		Use:   "check",
		Short: "Check the configuration against the nodes",
		Long: `Check the configuration against the nodes. Of every endpoint: that it serves the
chain, how old its newest block is, whether it announces new blocks, what it
names final, of how many blocks it gives logs at once, and that there is code at
every configured address. Of every deployment: that it can be read, and that its
oracle gives prices.

Each finding is a line: ok, note for what brink copes with, or failed. Exit code
3 when anything failed.`,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := a.loadConfig(c)
			if err != nil {
				return err
			}
			findings, err := checkAll(c.Context(), cfg)
			if err != nil {
				return err
			}
			for i := range findings {
				findings[i].Detail = cfg.Redact(findings[i].Detail)
			}
			if err := writeList(a.stdout, format, findingColumns(), findings); err != nil {
				return err
			}
			failures := 0
			for _, f := range findings {
				if f.Result == failed {
					failures++
				}
			}
			if failures > 0 {
				return checkFailed(fmt.Errorf("%d of %d checks failed", failures, len(findings)))
			}
			return nil
		},
	}
	format.addFlag(command)
	a.addConfigFlags(command)
	return command
}

// outcome is what a check ended with.
type outcome string

const (
	okay   outcome = "ok"
	note   outcome = "note" // less than it could be, but brink copes
	failed outcome = "failed"
)

// finding is what one check found.
type finding struct {
	Result outcome `json:"result"`
	Chain  string  `json:"chain"`
	// Subject is the endpoint's or deployment's name.
	Subject string `json:"subject"`
	Check   string `json:"check"`
	Detail  string `json:"detail"`
}

func findingColumns() []column[finding] {
	tones := map[outcome]tone{okay: good, note: warn, failed: bad}
	return []column[finding]{
		{name: "RESULT", text: func(f finding) string { return string(f.Result) }, tone: func(f finding) tone { return tones[f.Result] }},
		{name: "CHAIN", text: func(f finding) string { return f.Chain }},
		{name: "SUBJECT", text: func(f finding) string { return f.Subject }},
		{name: "CHECK", text: func(f finding) string { return f.Check }},
		{name: "DETAIL", text: func(f finding) string { return f.Detail }},
	}
}

// checkAll checks every chain, all at a time.
func checkAll(ctx context.Context, cfg *config.Config) ([]finding, error) {
	found := make([][]finding, len(cfg.Chains))
	errs := make([]error, len(cfg.Chains))
	var wg sync.WaitGroup
	for i, c := range cfg.Chains {
		wg.Go(func() { found[i], errs[i] = checkChain(ctx, cfg, c) })
	}
	wg.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return slices.Concat(found...), errors.Join(errs...)
}

// checkChain checks the endpoints of a chain, then its deployments.
func checkChain(ctx context.Context, cfg *config.Config, c config.Chain) ([]finding, error) {
	l := &list{chain: c}
	// The market's own logs, where it can be read, are the fairest to ask for.
	nobody := *cfg
	nobody.Accounts = nil
	read := c
	read.Mode = config.ModeAccounts
	e, unreadable := newestBlock(ctx, &nobody, read, io.Discard)
	var logs chain.Filter
	if unreadable == nil {
		logs = e.Filter()
	}
	roles := l.roles()
	questions := rpc.Questions{Logs: logs, Range: c.MaxBlockRange}
	for _, r := range roles {
		questions.Code = append(questions.Code, r.address)
	}
	reports, err := rpc.Probe(ctx, reaching(c), questions)
	if err != nil {
		return nil, fmt.Errorf("chain %s: %w", c.Name, err)
	}
	for i := range reports {
		l.endpoint(&reports[i], roles)
	}
	if unreadable != nil {
		if errors.Is(unreadable, chain.ErrUnavailable) {
			unreadable = chain.ErrUnavailable // why was told of each endpoint
		}
		for _, d := range c.Deployments {
			l.add(failed, d.Name, "read", "%v", unreadable)
		}
		return l.findings, nil
	}
	e.Look(func(look *engine.Look) {
		for i := range look.Deployments {
			l.deployment(&look.Deployments[i])
		}
	})
	return l.findings, nil
}

// list gathers the findings of a chain.
type list struct {
	chain    config.Chain
	findings []finding
}

func (l *list) add(result outcome, subject, check, detail string, args ...any) {
	l.findings = append(l.findings, finding{result, l.chain.Name, subject, check, oneLine(fmt.Sprintf(detail, args...))})
}

// role is an address that the configuration gives, and what for.
type role struct {
	address common.Address
	what    string
}

func (l *list) roles() []role {
	var roles []role
	if l.chain.Multicall != (common.Address{}) {
		roles = append(roles, role{l.chain.Multicall, "multicall"})
	}
	for _, d := range l.chain.Deployments {
		for name, address := range d.Addresses {
			roles = append(roles, role{address, name + " of " + d.Name})
		}
		for _, address := range addressesIn(reflect.ValueOf(d.Options)) {
			roles = append(roles, role{address, "option of " + d.Name})
		}
	}
	slices.SortStableFunc(roles, func(a, b role) int { return strings.Compare(a.what, b.what) })
	return roles
}

// addressesIn are all contracts that a deployment's options name.
func addressesIn(v reflect.Value) []common.Address {
	var all []common.Address
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			all = addressesIn(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, addressesIn(v.Field(i))...)
		}
	case reflect.Array, reflect.Slice:
		if address, is := v.Interface().(common.Address); is {
			if address != (common.Address{}) {
				all = append(all, address)
			}
			break
		}
		for i := range v.Len() {
			all = append(all, addressesIn(v.Index(i))...)
		}
	}
	return all
}

// endpoint tells what a probe found.
func (l *list) endpoint(r *rpc.Report, roles []role) {
	if r.Err != nil {
		l.add(failed, r.Endpoint, "connection", "%v", r.Err)
		return
	}
	l.add(okay, r.Endpoint, "connection", "serves chain %d", l.chain.ID)
	l.head(r)
	if r.Subscriptions {
		l.add(okay, r.Endpoint, "new blocks", "are announced")
	} else {
		l.add(note, r.Endpoint, "new blocks", "are not announced: asked for every %s; a ws:// or wss:// URL would be faster", l.chain.PollInterval)
	}
	l.finality(r)
	switch all := min(l.chain.MaxBlockRange, r.Latest.Number+1); {
	case r.Range == 0:
		l.add(failed, r.Endpoint, "logs", "of not even one block are given")
	case r.Range < all:
		l.add(note, r.Endpoint, "logs", "of %d blocks at once at most: max_block_range is %d", r.Range, l.chain.MaxBlockRange)
	default:
		l.add(okay, r.Endpoint, "logs", "of %d blocks at once", r.Range)
	}
	for _, role := range roles {
		if slices.Contains(r.NoCode, role.address) {
			l.add(failed, r.Endpoint, "code", "there is none at %s, %s", role.address, role.what)
		}
	}
	if len(r.NoCode) == 0 {
		l.add(okay, r.Endpoint, "code", "at %d addresses", len(roles))
	}
}

func (l *list) head(r *rpc.Report) {
	age := time.Since(time.Unix(int64(r.Latest.Time), 0)).Round(time.Second)
	if limit := max(leastStale, staleAfter*l.chain.BlockTime); age > limit {
		l.add(failed, r.Endpoint, "newest block", "%d is %s old: the node is behind", r.Latest.Number, age)
		return
	}
	l.add(okay, r.Endpoint, "newest block", "%d, %s old", r.Latest.Number, age)
}

func (l *list) finality(r *rpc.Report) {
	switch depth := l.chain.Finality.Depth; {
	case depth > 0:
		l.add(okay, r.Endpoint, "finality", "%d blocks behind the head, as configured", depth)
	case r.Final.Number == 0:
		l.add(note, r.Endpoint, "finality", "the node names no final block; blocks far behind the head count as such")
	default:
		l.add(okay, r.Endpoint, "finality", "block %d, %d behind the head", r.Final.Number, r.Latest.Number-min(r.Final.Number, r.Latest.Number))
	}
}

// deployment tells how a deployment reads.
func (l *list) deployment(d *engine.DeploymentLook) {
	if d.Broken != nil {
		l.add(failed, d.Name, "read", "%v", d.Broken)
		return
	}
	markets := d.Markets()
	versions := make(map[string]bool)
	var unpriced []string
	for i := range markets {
		versions[markets[i].Version] = true
		if !markets[i].Priced {
			unpriced = append(unpriced, markets[i].Symbol)
		}
	}
	if len(markets) == 0 {
		l.add(note, d.Name, "read", "%s without assets", d.Family)
		return
	}
	l.add(okay, d.Name, "read", "%s %s, %d assets", d.Family, strings.Join(slices.Sorted(maps.Keys(versions)), " "), len(markets))
	switch {
	case len(unpriced) == len(markets):
		l.add(failed, d.Name, "oracle", "gives no price of any asset")
	case len(unpriced) > 0:
		l.add(note, d.Name, "oracle", "gives no price of %s", strings.Join(unpriced, ", "))
	default:
		l.add(okay, d.Name, "oracle", "gives a price of each of %d assets", len(markets))
	}
}
