package devnet_test

import (
	"context"
	"fmt"
	"slices"

	"brink/chain"
	"brink/engine"
	"brink/feed"
	"brink/prices"
	"brink/protocols/protocoltest"
	"brink/state"
)

// twin is an engine beside an observer's own that takes the same steps and evaluates everybody in every block. It
// lives through the observer's restarts.
type twin struct {
	*engine.Engine
	db *state.DB
}

// pair gives the observer its twin.
func (o *observer[P]) pair() {
	o.Helper()
	db := new(state.DB)
	book := prices.NewBook(db)
	env := o.env(db, book)
	p, err := o.open(env)
	if err != nil {
		o.Fatal(err)
	}
	o.twin = &twin{db: db, Engine: engine.New(o.options(), db, book,
		[]engine.Deployment{{Name: env.Name, Family: o.family, Protocol: protocoltest.Unweighed{Protocol: p}}})}
}

// agree lets the twin, if there is one, take the step too, and demands that it says the same and holds the same.
func (o *observer[P]) agree(ctx context.Context, step chain.Step, said feed.Batch) {
	o.Helper()
	if o.twin == nil {
		return
	}
	if err := o.twin.Step(ctx, step); err != nil {
		o.Fatalf("stepping the twin from %s: %v", o.twin.Tip(), err)
	}
	batch, _ := o.twin.Batch()
	weighed, all := words(said), words(batch)
	if o.mode == chosen { // who is followed has no order
		slices.Sort(weighed)
		slices.Sort(all)
	}
	if !slices.Equal(weighed, all) {
		o.Fatalf("at %s is said\n%q\nwhere all are evaluated\n%q", o.Tip(), weighed, all)
	}
	if o.db.Digest() != o.twin.db.Digest() {
		o.Fatalf("at %s the twin holds something else", o.Tip())
	}
	o.twin.Published(0)
}

// words are a batch's entries as they can be compared.
func words(b feed.Batch) (all []string) {
	for i := range b.Entries {
		e := &b.Entries[i]
		all = append(all, fmt.Sprintf("%s %s %s %s %d %s", e.ID, e.Type, e.Status, e.Subject, e.Block.Number, e.Data))
	}
	return all
}

// remembered is a block's reader that asks nothing twice.
type remembered struct {
	chain.Reader
	answers map[string]chain.Result
}

func remember(b *chain.Block) *chain.Block {
	if b == nil {
		return nil
	}
	c := *b
	c.Reader = &remembered{b.Reader, make(map[string]chain.Result)}
	return &c
}

func (r *remembered) Call(ctx context.Context, calls []chain.Call) ([]chain.Result, error) {
	var asked []chain.Call
	for _, c := range calls {
		if _, known := r.answers[spelt(c)]; !known {
			asked = append(asked, c)
		}
	}
	if len(asked) > 0 {
		answers, err := r.Reader.Call(ctx, asked)
		if err != nil {
			return nil, err
		}
		for i, c := range asked {
			r.answers[spelt(c)] = answers[i]
		}
	}
	results := make([]chain.Result, len(calls))
	for i, c := range calls {
		results[i] = r.answers[spelt(c)]
	}
	return results, nil
}

func spelt(c chain.Call) string { return string(c.To[:]) + string(c.Data) }
