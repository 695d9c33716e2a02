package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"brink/engine"
	"brink/risk"
	"brink/web"

	"github.com/holiman/uint256"
)

// TestABlockComesFirst looks at everybody while blocks wait: at first they come first, and when that has happened often enough,
// who looks.
func TestABlockComesFirst(t *testing.T) {
	v := grown(t, 29, 20)
	for range yields + 1 {
		v.tale.mine(rand.New(rand.NewPCG(1, 1)), true)
	}
	v.node.Announce(v.tale.Head().Ref)

	stepped, looks := make(chan error, 1), 0
	go func() { stepped <- v.catchUp(t.Context()) }()
	look([]*shard{v.shard}, func(held []chainLook) {
		for late := time.Now().Add(time.Minute); !held[0].look.Wanted(); {
			if time.Now().After(late) {
				t.Fatal("no block waits")
			}
		}
		if looks++; held[0].stop() != (looks <= yields) {
			t.Errorf("of the looks the %dth gives way: %v", looks, looks > yields)
		}
	})
	if err := <-stepped; err != nil {
		t.Fatal(err)
	}
	if looks != yields+1 {
		t.Errorf("%d looks", looks)
	}
	l := &live{shards: []*shard{v.shard}}
	if all := l.Risk(); len(all.Markets) == 0 || l.risks[0].tip != v.shard.Tip().Hash {
		t.Errorf("at %s: %+v", v.shard.Tip(), all)
	}
}

// TestWhoLooksAtEverybodyStops holds whatever looks at everybody to asking before each whether a block is to come first.
func TestWhoLooksAtEverybodyStops(t *testing.T) {
	v := grown(t, 29, 20)

	l := &live{shards: []*shard{v.shard}}
	v.shard.Look(func(at *engine.Look) {
		const most = 2
		asked := 0
		looks := []chainLook{{shard: v.shard, look: at, stop: func() bool {
			asked++
			return asked > most
		}}}
		if at.Deployments[0].Positions < 2*most {
			t.Fatal("nearly nobody is there")
		}
		all := venues(looks, web.MarketQuery{})
		shares := []uint256.Int{*uint256.NewInt(9e17)}
		for name, visit := range map[string]func(){
			"bands":     func() { bandsOf(all) },
			"shocks":    func() { all[0].Shock(nil) },
			"ladder":    func() { all[0].Ladder(nil, shares) },
			"cascade":   func() { risk.Cascade([]risk.Venue{{Market: &all[0].Market}}, nil, 1) },
			"debts":     func() { debtsOf(all, 1) },
			"condition": func() { nearness(all) },
			"modes":     func() { all[0].split("mode") },
			"metrics":   func() { l.assess(looks) },
			"positions": func() { pick(refsOf(looks), &web.PositionQuery{Limit: 100}, nil) },
		} {
			asked = 0
			visit()
			if asked <= most || asked > most+8 { // what begins anew asks once more
				t.Errorf("%s: asked %d times of %d positions", name, asked, at.Deployments[0].Positions)
			}
		}
	})
}
