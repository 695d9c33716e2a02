package main

import (
	"math/rand/v2"
	"testing"
	"time"

	"brink/engine"
)

// TestABlockComesBeforeMetrics computes a chain's risk while a block waits: at first the block comes first, and when that has
// happened often enough, the metrics.
func TestABlockComesBeforeMetrics(t *testing.T) {
	v := born(t, 29)
	for v.moment = 0; v.moment < 20; v.moment++ {
		v.tale.happen(v.moment)
	}
	v.node.Announce(v.tale.Head().Ref)
	if err := v.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.tale.mine(rand.New(rand.NewPCG(1, 1)), true)
	v.node.Announce(v.tale.Head().Ref)

	l := &live{shards: []*shard{v.shard}}
	var c chainRisk
	stepped := make(chan error, 1)
	v.shard.Look(func(look *engine.Look) {
		if look.Wanted() || !l.assess(&c, v.shard.chain, look, true) {
			t.Error("nobody waits, and the metrics aren't computed")
		}
		go func() { stepped <- v.shard.step(t.Context()) }()
		for late := time.Now().Add(time.Minute); !look.Wanted(); {
			if time.Now().After(late) {
				t.Fatal("the block doesn't wait")
			}
		}
		c = chainRisk{}
		if l.assess(&c, v.shard.chain, look, true) || c.Markets != nil {
			t.Error("the metrics come before the block")
		}
		if !l.assess(&c, v.shard.chain, look, false) || len(c.Markets) == 0 {
			t.Error("the metrics are never computed")
		}
	})
	if err := <-stepped; err != nil {
		t.Fatal(err)
	}
	if risk := l.Risk(); len(risk.Markets) == 0 || l.risks[0].tip != v.shard.Tip().Hash {
		t.Errorf("at %s: %+v", v.shard.Tip(), risk)
	}
}
