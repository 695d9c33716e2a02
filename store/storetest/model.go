package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"

	"brink/chain"
	"brink/feed"
	"brink/store"
)

// model is what a store must do, done plainly.
type model struct {
	log    []kept
	newest feed.Cursor
	floor  feed.Cursor
	shards map[string]*shardModel
	// liquidations are in the order in which they were first said.
	liquidations []*liquidationModel
}

type kept struct {
	feed.Entry
	shard string
}

type shardModel struct {
	tip    store.Tip
	blocks []chain.Ref
	facts  []feed.Entry
}

type liquidationModel struct {
	feed.Liquidation
	shard, id string
	seq       feed.Cursor
	number    uint64
	reverted  bool
}

func newModel() *model { return &model{shards: map[string]*shardModel{}} }

func (m *model) append(b feed.Batch) feed.Cursor {
	s := m.shards[b.Shard]
	if s == nil {
		s = &shardModel{blocks: []chain.Ref{b.From}}
		m.shards[b.Shard] = s
	}
	final := max(b.Final, s.tip.Final)
	if b.Resync {
		final = b.Final
	}
	s.tip = store.Tip{Head: chain.Head{Ref: b.To, Time: b.Time}, Final: final}
	s.tip.Safe = max(b.Safe, s.tip.Final)
	if len(b.Path) > 0 {
		s.blocks = slices.Clone(b.Path)
	}
	s.blocks = slices.DeleteFunc(s.blocks, func(r chain.Ref) bool { return r.Number >= b.To.Number })
	s.blocks = append(s.blocks, b.To)
	for len(s.blocks) > 1 && s.blocks[1].Number <= s.tip.Final {
		s.blocks = s.blocks[1:]
	}
	for _, e := range b.Entries {
		m.newest++
		e.Cursor = m.newest
		m.log = append(m.log, kept{e, b.Shard})
		m.fact(b.Shard, s, e)
	}
	s.facts = slices.DeleteFunc(s.facts, func(e feed.Entry) bool { return e.Block.Number <= s.tip.Final })
	return m.newest
}

func (m *model) fact(shard string, s *shardModel, e feed.Entry) {
	if !feed.Fact(e.Type) {
		return
	}
	id, withdrawn := strings.CutSuffix(e.ID, "/reverted")
	i := slices.IndexFunc(m.liquidations, func(l *liquidationModel) bool { return l.shard == shard && l.id == id })
	if withdrawn {
		s.facts = slices.DeleteFunc(s.facts, func(f feed.Entry) bool { return f.ID == id })
		m.liquidations[i].reverted = true
		return
	}
	s.facts = append(s.facts, e)
	if i >= 0 {
		m.liquidations[i].reverted = false
		return
	}
	l := liquidationModel{shard: shard, id: e.ID, seq: e.Cursor, number: e.Block.Number}
	if err := json.Unmarshal(e.Data, &l.Liquidation); err != nil {
		panic(err) // world wrote it
	}
	m.liquidations = append(m.liquidations, &l)
}

func (m *model) trim(keep uint64) {
	if uint64(m.newest) <= keep {
		return
	}
	m.floor = max(m.floor, m.newest-feed.Cursor(keep))
	end := m.newest - feed.Cursor(keep)
	m.log = slices.DeleteFunc(slices.Clone(m.log), func(e kept) bool {
		live := slices.ContainsFunc(m.shards[e.shard].facts, func(f feed.Entry) bool { return f.Cursor == e.Cursor })
		return e.Cursor <= end && !live && m.replaced(e)
	})
}

func (m *model) replaced(e kept) bool {
	return slices.ContainsFunc(m.log, func(o kept) bool {
		return o.Cursor > e.Cursor && o.shard == e.shard && o.Type == e.Type && o.Subject == e.Subject
	})
}

func (m *model) current(shard string, types []string) []feed.Entry {
	last := map[string]feed.Entry{}
	for _, e := range m.log {
		if e.shard == shard && slices.Contains(types, e.Type) {
			last[e.Subject] = e.Entry
		}
	}
	var out []feed.Entry
	for _, e := range m.log {
		if e.shard == shard && last[e.Subject].Cursor == e.Cursor {
			out = append(out, e.Entry)
		}
	}
	return out
}

func (m *model) read(after feed.Cursor, limit int, want feed.Filter) []feed.Entry {
	var out []feed.Entry
	for _, e := range m.log {
		if e.Cursor > after && len(out) < limit && (want.ChainID == 0 || want.ChainID == e.ChainID) &&
			(len(want.Types) == 0 || slices.Contains(want.Types, e.Type)) {
			out = append(out, e.Entry)
		}
	}
	return out
}

// listed are all liquidations, newest first, with their status as of now.
func (m *model) listed() []feed.Liquidation {
	order := slices.Clone(m.liquidations)
	slices.SortFunc(order, func(a, b *liquidationModel) int {
		if c := b.Block.Timestamp.Compare(a.Block.Timestamp); c != 0 {
			return c
		}
		return int(b.seq) - int(a.seq)
	})
	var out []feed.Liquidation
	for _, l := range order {
		tip := m.shards[l.shard].tip
		switch {
		case l.reverted:
			l.Status = feed.Reverted
		case l.number <= tip.Final:
			l.Status = feed.Finalized
		case l.number <= tip.Safe:
			l.Status = feed.Safe
		default:
			l.Status = feed.Latest
		}
		out = append(out, l.Liquidation)
	}
	return out
}

var filters = []feed.Filter{
	{}, {ChainID: 31337}, {Types: []string{feed.Liquidated}}, {ChainID: 1, Types: []string{feed.OracleUpdated, feed.PositionBand}},
	{ChainID: 77}, {Types: []string{feed.PositionBand, feed.PositionBand, "no such type"}},
}

// check asks a store everything and wants the model's answers.
func (m *model) check(t fataler, s store.Store) {
	t.Helper()
	ctx := context.Background()
	for _, shard := range []string{"1", "31337", "31337/b"} {
		m.checkShard(t, s, shard)
	}
	for _, want := range filters {
		for after := m.floor; after <= m.newest; after += 1 + m.newest/2 {
			entries, kept, err := s.Read(ctx, after, 7, want)
			if err != nil {
				t.Fatalf("reading after %s: %v", after, err)
			}
			equal(t, "Read", entries, m.read(after, 7, want))
			if m.newest > 0 && kept != (feed.Range{Oldest: m.floor + 1, Newest: m.newest}) {
				t.Fatalf("Read returned the range %v, want %s to %s", kept, m.floor+1, m.newest)
			}
		}
	}
	if m.floor > 0 {
		if _, _, err := s.Read(ctx, m.floor-1, 1, feed.Filter{}); !errors.Is(err, feed.ErrExpired) {
			t.Fatalf("reading below the floor: %v, want ErrExpired", err)
		}
	}
	list, _, err := s.Liquidations(ctx, store.LiquidationQuery{Limit: 1000})
	if err != nil {
		t.Fatalf("reading liquidations: %v", err)
	}
	equal(t, "Liquidations", list, m.listed())
	m.checkStats(t, s, list)
}

// checkStats wants totals to be those of a plain sum, whatever was said and
// withdrawn.
func (m *model) checkStats(t fataler, s store.Store, list []feed.Liquidation) {
	t.Helper()
	queries := []store.StatsQuery{{}}
	if len(list) > 0 {
		queries = append(queries, store.StatsQuery{Since: list[len(list)/2].Block.Timestamp, Protocol: "sky"})
	}
	for _, q := range queries {
		got, err := s.Stats(context.Background(), q)
		if err != nil {
			t.Fatalf("summing up: %v", err)
		}
		chosen := selectPlainly(list, store.LiquidationQuery{Since: q.Since, Until: q.Until, ChainID: q.ChainID, Protocol: q.Protocol})
		if want := plainly(chosen, func(feed.Liquidation) bool { return true }); got.Tally != want {
			t.Fatalf("the totals of %+v are %+v, want %+v", q, got.Tally, want)
		}
	}
}

func (m *model) checkShard(t fataler, s store.Store, shard string) {
	t.Helper()
	ctx := context.Background()
	want := m.shards[shard]
	tip, known, err := s.Tip(ctx, shard)
	if err != nil || known != (want != nil) {
		t.Fatalf("Tip(%s): known %v, %v", shard, known, err)
	}
	if want == nil {
		want = &shardModel{}
	}
	if tip != want.tip {
		t.Fatalf("Tip(%s) is %+v, want %+v", shard, tip, want.tip)
	}
	recent, err := s.Recent(ctx, shard)
	if err != nil {
		t.Fatalf("Recent(%s): %v", shard, err)
	}
	if !slices.Equal(recent.Blocks, want.blocks) {
		t.Fatalf("Recent(%s).Blocks is %v, want %v", shard, recent.Blocks, want.blocks)
	}
	equal(t, "Recent.Facts", recent.Facts, want.facts)
	for _, types := range [][]string{nil, {feed.Liquidated}, stateTypes[:3], {"no such type"}} {
		entries, err := s.Current(ctx, shard, types)
		if err != nil {
			t.Fatalf("Current(%s): %v", shard, err)
		}
		equal(t, "Current", entries, m.current(shard, types))
	}
}

// equal compares lists, the empty ones being equal.
func equal[T any](t fataler, what string, got, want []T) {
	t.Helper()
	if len(got) == 0 && len(want) == 0 {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s returned\n%+v\nwant\n%+v", what, got, want)
	}
}
