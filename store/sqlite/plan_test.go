package sqlite

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// explain returns how SQLite goes about a query.
func explain(t *testing.T, s *Store, query string, args ...any) string {
	t.Helper()
	rows, err := s.read.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	return strings.Join(plan, "; ")
}

// A page of liquidations comes from an index in its order, whatever is asked:
// nothing is sorted, and what is selective is not looked for by scanning.
func TestLiquidationsPlan(t *testing.T) {
	s := newStore(t)
	some := common.Address{1}
	for index, q := range map[string]store.LiquidationQuery{
		"by_time":       {ChainID: 1, Protocol: "aave-v3", MinUSD: 5, Since: time.Unix(1, 0), Until: time.Unix(2, 0)},
		"by_account":    {Account: some, ChainID: 1},
		"by_liquidator": {Liquidator: some, MinUSD: 1},
		"by_collateral": {Asset: some, Since: time.Unix(1, 0)},
	} {
		q.Limit = 10
		c, err := conditionsOf(q)
		if err != nil {
			t.Fatal(err)
		}
		for i, side := range c.sides(q.Asset) {
			if i == 1 {
				index = "by_debt"
			}
			plan := explain(t, s, liquidationsPage(side), append(side.args, 11)...)
			if !strings.HasPrefix(plan, "SEARCH l USING INDEX liquidations_"+index) || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s: %s", index, plan)
			}
		}
	}
}

func TestReadPlan(t *testing.T) {
	s := newStore(t)
	for index, want := range map[string]feed.Filter{
		"INTEGER PRIMARY KEY": {}, "INDEX entries_by_chain": {ChainID: 1},
		"INDEX entries_by_type": {ChainID: 1, Types: []string{feed.Liquidated}},
	} {
		for _, q := range readQueries(7, 10, want) {
			plan := explain(t, s, q.text, q.args...)
			if !strings.HasPrefix(plan, "SEARCH e USING "+index) || strings.Contains(plan, "TEMP B-TREE") {
				t.Errorf("%s: %s", index, plan)
			}
		}
	}
}

func newStore(t *testing.T) *Store {
	t.Helper()
	s, err := Open(context.Background(), filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// What was said last is found without a walk through the log.
func TestCurrentPlan(t *testing.T) {
	s := newStore(t)
	q := currentQuery("1", []string{feed.PositionBand, feed.PositionOpened})
	plan := explain(t, s, q.text, q.args...)
	if strings.Contains(plan, "SCAN entries") || strings.Contains(plan, "SCAN subjects") ||
		!strings.Contains(plan, "SEARCH subjects USING") || !strings.Contains(plan, "SEARCH entries USING") {
		t.Error(plan)
	}
}
