package main

import (
	"errors"
	"reflect"
	"testing"

	"brink/config"
	"brink/fixed"
	protocol "brink/protocols"
	"brink/web"

	"github.com/holiman/uint256"
)

// Where there is no market sums are of nothing, all of which is known, and there is no share of it.
func TestNoMarket(t *testing.T) {
	q := web.LadderQuery{Asset: "ETH", Rungs: 3}
	q.From.Share, q.To.Share = *uint256.NewInt(fixed.Wad / 2), *uint256.NewInt(2 * fixed.Wad)
	ladder := ladderOf(nil, &q, new(tokens))
	none := web.Sum{CollateralUSD: "0.00", DebtUSD: "0.00"}
	if ladder.PriceUSD != nil || ladder.Complete != "1" || *ladder.CompleteDebt != "1" || ladder.Told != 0 || ladder.Now != none {
		t.Errorf("the ladder is %+v", ladder)
	}
	near, knowledge := nearness(nil)
	if len(near) != 1 || near[0].TopShare != nil || near[0].DebtUSD != "0.00" || near[0].Accounts != 0 || knowledge.Complete != "1" {
		t.Errorf("near liquidation are %+v, of %+v", near, knowledge)
	}
	if len(stableLiquidity(nil)) != 0 || len(deviations(nil)) != 0 {
		t.Error("there is something in no market")
	}
}

// asked are a ladder of a venue, a shock with a cascade, and what the answers say that they know.
func asked(t *testing.T, v venue) (knowledge map[string]web.Knowledge, ladder web.Ladder, out web.Simulated) {
	t.Helper()
	all := []venue{v}
	q := web.LadderQuery{Asset: "ETH", Rungs: 3}
	q.From.Share, q.To.Share = *uint256.NewInt(fixed.Wad / 2), *uint256.NewInt(2 * fixed.Wad)
	ladder = ladderOf(all, &q, new(tokens))
	in := &web.Simulation{Shocks: []web.Shock{{Asset: "ETH"}}, Cascade: new(web.Cascade)}
	in.Shocks[0].Change.Change = &q.From
	s := simulation{in: in, out: &out, venues: all}
	if err := s.run(); err != nil {
		t.Fatal(err)
	}
	return map[string]web.Knowledge{"ladder": ladder.Knowledge, "shock": out.Shock.Knowledge,
		"its deployment": out.Shock.Deployments[0].Knowledge}, ladder, out
}

// An empty market is one of which everything is known, and comes to nothing.
func TestEmptyMarket(t *testing.T) {
	whole, none := "1", web.Sum{CollateralUSD: "0.00", DebtUSD: "0.00"}
	knows, ladder, out := asked(t, dim{}.venue())
	for what, k := range knows {
		if want := (web.Knowledge{Complete: whole, CompleteDebt: &whole}); !reflect.DeepEqual(k, want) {
			t.Errorf("%s knows %+v", what, k)
		}
	}
	if len(ladder.Rungs) != 6 || ladder.Now != none || ladder.Rungs[0].Liquidatable != none {
		t.Errorf("the ladder is %+v", ladder)
	}
	if len(out.Cascade) != 1 || out.Cascade[0].Liquidated != none || out.Cascade[0].BadDebtUSD != "0.00" || out.Cascade[0].Unknown != 0 {
		t.Errorf("the cascade is %+v", out.Cascade)
	}
	near, k := nearness([]venue{dim{}.venue()})
	if len(near) != 2 || near[1].TopShare != nil || near[1].DebtUSD != "0.00" || near[1].BadDebtUSD != "0.00" || k.Complete != "1" || *k.CompleteDebt != "1" {
		t.Errorf("near liquidation are %+v, of %+v", near, k)
	}
	if o := out.Shock; o.Liquidatable != none || o.Insolvent != none || o.BadDebtUSD != "0.00" {
		t.Errorf("the shock is %+v", o)
	}
}

// Positions that can't be told are in no sum, and every sum says how much it lacks.
func TestUnknownMarket(t *testing.T) {
	knows, _, out := asked(t, dim{details: make([]protocol.Detail, 2)}.venue())
	for what, k := range knows {
		if want := (web.Knowledge{Unknown: 2, Complete: "0"}); !reflect.DeepEqual(k, want) {
			t.Errorf("%s knows %+v", what, k)
		}
	}
	if len(out.Cascade) != 1 || out.Cascade[0].Unknown != 2 {
		t.Errorf("the cascade is %+v", out.Cascade)
	}
}

// Debt without a price in dollars isn't nothing: who owes it can be told, and what all owe can't.
func TestUnpricedMarket(t *testing.T) {
	whole := "1"
	for name, c := range map[string]struct {
		market dim
		share  *string
		told   int
	}{
		"debt":    {dim{told: 2, unpriced: true}, nil, 2},
		"no debt": {dim{told: 2, unpriced: true, free: true}, &whole, 0},
	} {
		knows, _, _ := asked(t, c.market.venue())
		for what, k := range knows {
			if want := (web.Knowledge{Told: c.told, Complete: "1", CompleteDebt: c.share}); !reflect.DeepEqual(k, want) {
				t.Errorf("%s: %s knows %+v, want %+v", name, what, k, want)
			}
		}
	}
}

// Where others' losses aren't seen, or none any more, what was written off isn't nothing.
func TestUnseenLosses(t *testing.T) {
	accounts, broken := dim{}.venue(), dim{}.venue()
	accounts.chain.Mode = config.ModeAccounts
	broken.d.Broken = errors.New("another code")
	all := []venue{accounts, broken}
	near, _ := nearness(all)
	if list := writtenOff(all, near); len(list) != 0 {
		t.Errorf("lost were %+v", list)
	}
	for i, want := range []int{2, 1, 1} {
		if n := &near[i]; n.WrittenOffUSD != nil || n.WrittenOffSince != nil || n.WrittenOffUnknown != want {
			t.Errorf("%d: written off are %+v, want %d unknown", i, n, want)
		}
	}
	near, _ = nearness(nil)
	if writtenOff(nil, near); *near[0].WrittenOffUSD != "0.00" || near[0].WrittenOffUnknown != 0 {
		t.Errorf("in no market were lost %+v", near[0])
	}
}
