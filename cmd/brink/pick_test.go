package main

import (
	"reflect"
	"testing"

	"brink/engine"
	"brink/position"
	"brink/web"

	"github.com/holiman/uint256"
)

// TestPick holds pages for which only those at risk are looked at against pages out of everybody, while a chain goes on.
func TestPick(t *testing.T) {
	v := born(t, 5)
	statuses := [][]position.Status{nil, {position.Near}, {position.Near, position.Liquidatable, position.BadDebt, position.Unknown}, {position.Healthy, position.Near}, {position.Unknown}}
	healths := []*uint256.Int{nil, uint256.NewInt(105e16), uint256.NewInt(11e17), uint256.NewInt(3e18)}
	short, looked := 0, 0
	for v.moment = 0; v.moment < 120; v.moment++ {
		v.tale.happen(v.moment)
		v.node.Announce(v.tale.Head().Ref)
		if err := v.catchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		v.shard.Look(func(look *engine.Look) {
			refs := []deploymentRef{{chainID: 7, d: &look.Deployments[0]}}
			for _, status := range statuses {
				for _, most := range healths {
					for limit := range 6 {
						q := web.PositionQuery{Status: status, MaxHealth: most, Limit: limit, Sort: web.ByHealth}
						for rest := 3; rest > 0; rest-- { // pages
							rows, next := pick(refs, &q, nil)
							want, wantNext := web.Select(&q, rowsOf(refs, nil, &q), nil)
							if !reflect.DeepEqual(rows, want) || !reflect.DeepEqual(next, wantNext) {
								t.Fatalf("%+v: %+v, %v instead of %+v, %v", q, rows, next, want, wantNext)
							}
							if next == nil {
								break
							}
							if err := q.After(*next); err != nil {
								t.Fatal(err)
							}
						}
					}
				}
			}
			looked++
			if ids, _, ok := look.Deployments[0].AtRisk(); ok && len(ids) < look.Deployments[0].Positions {
				short++
			}
		})
	}
	if short < looked/2 {
		t.Errorf("everybody is looked at in all but %d of %d blocks", short, looked)
	}
}

// TestNobodyIsNearer draws the line between pages that those at risk fill and pages for which others have to be looked at.
func TestNobodyIsNearer(t *testing.T) {
	few := []risky{{ok: true, line: *uint256.NewInt(12e17)}, {ok: true, line: *uint256.NewInt(11e17)}, {}}
	for _, c := range []struct {
		row  web.Row
		want bool
	}{
		{web.Row{Status: position.Near, Factor: *uint256.NewInt(11e17 - 1)}, true},
		{web.Row{Status: position.Healthy, Factor: *uint256.NewInt(11e17)}, false},
		{web.Row{Status: position.Liquidatable, Factor: *uint256.NewInt(3e18)}, false},
		{web.Row{Status: position.Unknown}, false},
	} {
		if nearest(&c.row, few) != c.want {
			t.Errorf("%+v: not %v", c.row, c.want)
		}
	}
}
