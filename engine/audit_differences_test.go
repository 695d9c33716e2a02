package engine

import (
	"slices"
	"testing"

	"brink/position"

	"github.com/holiman/uint256"
)

// A contract that tells what it stores is held to that; one that tells the
// interest as well is held to both.
func TestDifferences(t *testing.T) {
	sums := func(factor, collateral, debt uint64) position.Sums {
		return position.Sums{Factor: *uint256.NewInt(factor), Collateral: *uint256.NewInt(collateral), Debt: *uint256.NewInt(debt)}
	}
	health := func(now position.Sums, stored *position.Sums) *position.Health {
		h := &position.Health{Factor: now.Factor, Collateral: now.Collateral, Debt: now.Debt}
		if stored != nil {
			h.Lagging, h.Stored = true, *stored
		}
		return h
	}
	now, before, other := sums(2, 4, 2), sums(4, 4, 1), sums(4, 4, 3)
	for name, c := range map[string]struct {
		ours, contract *position.Health
		want           []string
	}{
		"the same":                            {health(now, nil), health(now, nil), nil},
		"another debt":                        {health(before, nil), health(other, nil), []string{"debt"}},
		"a view that lags":                    {health(now, &before), health(before, nil), nil},
		"a view that lags differently":        {health(now, &other), health(before, nil), []string{"debt"}},
		"both told, the same":                 {health(now, &before), health(now, &before), nil},
		"both told, another debt by now":      {health(now, &before), health(before, &before), []string{"health_factor", "debt"}},
		"both told, another debt as it stood": {health(now, &before), health(now, &other), []string{"debt"}},
	} {
		if got := differences(c.ours, c.contract); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v differ, want %v", name, got, c.want)
		}
	}
}
