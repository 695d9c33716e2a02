package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

// Simulate implements web.Live.
func (l *live) Simulate(_ context.Context, in *web.Simulation) (out web.Simulated, err error) {
	q := web.MarketQuery{Protocol: in.Protocol}
	if q.ChainID, err = l.chainNamed(in.Chain); err != nil {
		return out, err
	}
	l.heavy.Lock()
	defer l.heavy.Unlock()
	l.look(func(looks []chainLook) {
		out = web.Simulated{}
		s := simulation{in: in, out: &out, venues: venues(looks, q)}
		out.Chains = blocks(looks)
		err = s.run()
	})
	return out, err
}

// chainNamed is a chain by id or name; 0 for none asked for.
func (l *live) chainNamed(name string) (uint64, error) {
	for _, s := range l.shards {
		if name == s.chain.Name || name == strconv.FormatUint(s.chain.ID, 10) {
			return s.chain.ID, nil
		}
	}
	if name == "" {
		return 0, nil
	}
	return 0, &web.Refused{Field: "body.chain", Value: name, Message: "no such chain is watched"}
}

// simulation is one question on its way to its answer.
type simulation struct {
	in     *web.Simulation
	out    *web.Simulated
	venues []venue
}

func (s *simulation) run() error {
	for _, step := range []func() error{s.check, s.shock, s.path, s.cascade, s.position} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// check refuses what can't be meant before anything is computed.
func (s *simulation) check() error {
	in := s.in
	if len(s.venues) == 0 {
		return &web.Refused{Field: "body.protocol", Value: in.Protocol, Message: "nothing of it is watched there"}
	}
	if in.Path != "" && len(in.Shocks) > 0 {
		return &web.Refused{Field: "body.path", Value: in.Path, Message: "give either shocks or a path"}
	}
	seen := make(map[string]bool)
	for i, shock := range in.Shocks {
		field := fmt.Sprintf("body.shocks[%d].asset", i)
		if err := recognised(s.venues, field, shock.Asset); err != nil {
			return err
		}
		if seen[shock.Asset] {
			return &web.Refused{Field: field, Value: shock.Asset, Message: "it moves already"}
		}
		if seen[shock.Asset] = true; shock.Change.Change == nil {
			return &web.Refused{Field: fmt.Sprintf("body.shocks[%d].change", i), Message: "is missing"}
		}
	}
	if in.Position == "" && (len(in.Changes) > 0 || in.Goal != nil) {
		return &web.Refused{Field: "body.position", Message: "changes and a goal need a position"}
	}
	return nil
}

// moves are the shocks as a venue's assets feel them; an asset that is named
// itself doesn't follow its group.
func (s *simulation) moves(v *venue) risk.Moves {
	moves := make(risk.Moves)
	for _, alone := range []bool{false, true} {
		for _, shock := range s.in.Shocks {
			if common.IsHexAddress(shock.Asset) == alone {
				for _, asset := range groupOf(v.chain, shock.Asset) {
					moves[asset] = shock.Change.Share
				}
			}
		}
	}
	return moves
}

func (s *simulation) shock() error {
	if len(s.in.Shocks) == 0 {
		return nil
	}
	out := s.outcome(s.moves)
	s.out.Shock = &out
	return nil
}

func (s *simulation) outcome(moves func(*venue) risk.Moves) web.Outcome {
	var all risk.Outcome
	parts := make([]risk.Outcome, len(s.venues))
	for i := range s.venues {
		v := &s.venues[i]
		parts[i] = v.Shock(moves(v))
		all.Add(&parts[i])
	}
	var debts known
	var deployments []web.DeploymentOutcome
	for i := range s.venues {
		v, of := &s.venues[i], known{}
		if all.Unknown > 0 || v.unpriced() {
			of.count(&v.Market, v.At(moves(v).View(v.At(v.View).Quotes(), v.View)))
			debts.add(&of)
		}
		deployments = append(deployments, web.DeploymentOutcome{ChainID: v.chain.ID, Protocol: v.d.Family, Deployment: v.d.Name,
			Outcome: outcomeJSON(&parts[i], &of)})
	}
	out := outcomeJSON(&all, &debts)
	out.Deployments = deployments
	return out
}

func (s *simulation) path() error {
	if s.in.Path == "" {
		return nil
	}
	crashes := risk.Crashes()
	at := slices.IndexFunc(crashes, func(c risk.Crash) bool { return c.Name == s.in.Path })
	if at < 0 {
		var names []string
		for _, c := range crashes {
			names = append(names, c.Name)
		}
		return &web.Refused{Field: "body.path", Value: s.in.Path, Message: "want one of " + strings.Join(names, ", ")}
	}
	for _, step := range crashes[at].Steps {
		changes := make(map[string]string)
		for name, share := range step.Shares {
			changes[name] = changeOf(&share)
		}
		outcome := s.outcome(func(v *venue) risk.Moves {
			moves := make(risk.Moves)
			for name, share := range step.Shares {
				for _, asset := range groupOf(v.chain, name) {
					moves[asset] = share
				}
			}
			return moves
		})
		s.out.Path = append(s.out.Path, web.Milestone{At: step.At.Format("2006-01-02T15:04:05Z"), Changes: changes, Outcome: outcome})
	}
	s.out.Assumed = append(s.out.Assumed, "The crash is told by the prices of the groups that it names; everything else stays where it is today.")
	return nil
}
