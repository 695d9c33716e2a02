package engine_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"testing"

	"brink/chain"
	"brink/chain/tape"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/aavev2"
	"brink/protocols/aavev3"
	"brink/protocols/compoundv2"
	"brink/protocols/compoundv3"
	"brink/protocols/morphoblue"
	"brink/protocols/protocoltest"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// recording is a tape of a family's own contracts.
type recording struct {
	file      string
	role      string // of the one address
	address   string
	open      func(protocols.Env) (protocols.Protocol, error)
	played    int
	told      map[string]int // entries by type
	evaluated [2]int         // where positions are weighed, and where all are evaluated
}

func recordings() []*recording {
	return []*recording{
		{file: "aavev3/testdata/play.tape", role: aavev3.Provider, address: "0xf59b87092C7587eDF84dB1A38B1406B400b0113E",
			open: func(env protocols.Env) (protocols.Protocol, error) { return aavev3.Open(env, &aavev3.Options{}) }},
		{file: "aavev2/testdata/play.tape", role: aavev2.Provider, address: "0x55C7067867f23a0AD740aDB71B9D83dEa5046E58",
			open: func(env protocols.Env) (protocols.Protocol, error) {
				return aavev2.Open(env, &aavev2.Options{EthUSDFeed: common.HexToAddress("0xD9913cf43D500ad1021ca234113E193746220c26")})
			}},
		{file: "morphoblue/testdata/market.tape", role: morphoblue.Morpho, address: "0xACA4a18249B52EC266d8B96b34Dc54dbA4372aA9",
			open: func(env protocols.Env) (protocols.Protocol, error) {
				return morphoblue.Open(env, &morphoblue.Options{
					AdaptiveCurveIrm: common.HexToAddress("0xbAf00Ae19525a175eEdEBc55207Ff7Bde5bB6773"),
				})
			}},
		{file: "compoundv2/testdata/venus.tape", role: compoundv2.Comptroller, address: "0x3d82667bb7dc84DD614D1e75cabC249A2A6D6387",
			open: func(env protocols.Env) (protocols.Protocol, error) {
				return compoundv2.Open(env, &compoundv2.Options{Variant: "venus", Rounding: "down", Unit: "usd"})
			}},
		{file: "compoundv3/testdata/upgrades.tape", role: compoundv3.Comet, address: "0x4EC34d478578A9882d83B78Cb853020F055C900C",
			open: func(env protocols.Env) (protocols.Protocol, error) {
				return compoundv3.Open(env, &compoundv3.Options{Unit: "usd"})
			}},
	}
}

// unaudited is a protocol of which the contract isn't asked: it knows nothing of the weather.
type unaudited struct{ protocols.Protocol }

func (unaudited) Audit([]position.ID, func(position.ID, position.Health, error)) chain.Query {
	return chain.Query{Answer: func([]chain.Result) error { return nil }}
}

func (u unaudited) Poll(now uint64) chain.Query {
	if p, ok := u.Protocol.(protocols.Poller); ok {
		return p.Poll(now)
	}
	return chain.Query{}
}

// follower is an engine on a recording.
type follower struct {
	*engine.Engine
	*recording
	db   *state.DB
	book *prices.Book
	p    protocols.Protocol
	all  bool // everybody is evaluated
	nobody
}

// nobody is an observer that only counts.
type nobody struct{ count *int }

func (nobody) Events(string, string, string, int)      {}
func (nobody) Malformed(string, string)                {}
func (n nobody) Evaluated(positions int, _ bool)       { *n.count += positions }
func (nobody) Audited(string, []string)                {}
func (nobody) Liquidation(string, *feed.Liquidation)   {}
func (nobody) BadDebt(string, string, string, *string) {}
func (nobody) Reorg(int)                               {}

func (f *follower) build(t tester) {
	t.Helper()
	f.db = new(state.DB)
	f.book = prices.NewBook(f.db)
	p, err := f.open(protocols.Env{Name: "recorded", DB: f.db, Book: f.book, Genesis: true,
		Addresses: map[string]common.Address{f.role: common.HexToAddress(f.address)}})
	if err != nil {
		t.Fatal(err)
	}
	f.p = unaudited{p}
	f.count = &f.evaluated[0]
	if f.all {
		f.p, f.count = protocoltest.Unweighed{Protocol: f.p}, &f.evaluated[1]
	}
	f.Engine = engine.New(engine.Options{ChainID: 7, Live: 1 << 30, Observer: f}, f.db, f.book,
		[]engine.Deployment{{Name: "recorded", Family: "recorded", Protocol: f.p}})
}

// restart goes on with another engine, from a snapshot of this one.
func (f *follower) restart(t tester) {
	t.Helper()
	var file bytes.Buffer
	if err := f.Save(&file); err != nil {
		t.Fatal(err)
	}
	f.build(t)
	if err := f.Load(&file); err != nil {
		t.Fatal(err)
	}
}

// step is what the engine says of a step.
func (f *follower) step(t tester, s chain.Step) (words []string) {
	t.Helper()
	if err := f.Step(context.Background(), s); err != nil {
		t.Fatalf("%s: stepping from %s: %v", f.file, f.Tip(), err)
	}
	batch, _ := f.Batch()
	for i := range batch.Entries {
		words = append(words, line(batch.Entries[i]))
		if !f.all {
			f.told[batch.Entries[i].Type]++
		}
	}
	f.Published(0)
	return words
}

// watches demands that those are watched who are to be.
func (f *follower) watches(t tester) {
	t.Helper()
	var want []position.ID
	f.Look(func(l *engine.Look) {
		frame := f.p.At(f.book.View(l.Tip.Time).In(l.Tip.Number))
		for id := range position.ID(f.p.Len()) {
			if h, err := frame.Health(id); f.Watches(&h, err) {
				want = append(want, id)
			}
		}
	})
	if got := f.Watched(0); !slices.Equal(got, want) {
		t.Fatalf("%s: at %s %v are watched, not %v", f.file, f.Tip(), got, want)
	}
}

// weather moves the prices on a tape, for as long as it is played: to so many thousandths.
type weather struct {
	t      *rapid.T
	book   func() *prices.Book
	levels map[string]uint64
	last   map[string]chain.Result // by source, as the tape had it
	days   map[common.Hash]*day
}

// day is a block's reader. Whoever asks twice is answered the same.
type day struct {
	chain.Reader
	*weather
	answers map[string]chain.Result
	sources int // in the book when it was looked at last
	source  map[string]bool
}

// over gives a block its weather, once.
func (w *weather) over(b *chain.Block) *chain.Block {
	if b == nil {
		return nil
	}
	c := *b
	if w.days[b.Hash] == nil {
		w.days[b.Hash] = &day{Reader: b.Reader, weather: w, answers: make(map[string]chain.Result), source: make(map[string]bool)}
		w.change()
	}
	c.Reader = w.days[b.Hash]
	return &c
}

// change draws what happens to prices with a block: mostly nothing, sometimes a crash.
func (w *weather) change() {
	keys := make([]string, 0, len(w.levels))
	for key := range w.levels {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	if len(keys) == 0 {
		return
	}
	switch rapid.IntRange(0, 9).Draw(w.t, "weather") {
	case 0, 1:
		for _, key := range keys {
			w.levels[key] = w.levels[key] * rapid.Uint64Range(985, 1015).Draw(w.t, "drift") / 1000
		}
	case 2:
		key := rapid.SampledFrom(keys).Draw(w.t, "which")
		w.levels[key] = max(1, w.levels[key]*rapid.SampledFrom([]uint64{600, 900, 950, 995, 1005, 1100, 1500}).Draw(w.t, "to")/1000)
	case 3:
		for _, key := range keys {
			w.levels[key] = 1000
		}
	}
}

func (d *day) Call(ctx context.Context, calls []chain.Call) ([]chain.Result, error) {
	if n := d.book().Len(); n != d.sources {
		d.sources = n
		for id := range prices.ID(n) {
			d.source[spelt(d.book().Source(id))] = true
		}
	}
	results := make([]chain.Result, len(calls))
	for i, c := range calls {
		key := spelt(c)
		answer, known := d.answers[key]
		if !known {
			var err error
			if answer, err = d.ask(ctx, c, key, d.source[key]); err != nil {
				return nil, err
			}
			d.answers[key] = answer
		}
		results[i] = answer
	}
	return results, nil
}

// ask takes an answer from the tape. What it lacks of prices is as it was last; all else is refused.
func (d *day) ask(ctx context.Context, c chain.Call, key string, source bool) (chain.Result, error) {
	found, err := d.Reader.Call(ctx, []chain.Call{c})
	answer := chain.Result{Reverted: true}
	switch {
	case err == nil:
		answer = found[0]
	case !errors.Is(err, tape.ErrMissing):
		return answer, err
	case source:
		answer = d.last[key]
		answer.Reverted = answer.Data == nil
	}
	if !source || len(answer.Data) != 32 {
		return answer, nil
	}
	d.last[key] = answer
	if d.levels[key] == 0 {
		d.levels[key] = 1000
	}
	price := new(uint256.Int).SetBytes(answer.Data)
	price.Mul(price, uint256.NewInt(d.levels[key]))
	word := price.Div(price, uint256.NewInt(1000)).Bytes32()
	return chain.Result{Data: word[:]}, nil
}

func spelt(c chain.Call) string { return string(c.To[:]) + string(c.Data) }

// TestFamiliesWeighedEqualExact plays what real contracts did under another weather, with blocks taken back at random
// and restarts, to an engine that weighs and to one that evaluates everybody in every block: they say the same, word for
// word, hold the same, and watch the same positions.
func TestFamiliesWeighedEqualExact(t *testing.T) {
	tapes := recordings()
	files := make([][]byte, len(tapes))
	for i, r := range tapes {
		var err error
		if files[i], err = os.ReadFile("../protocols/" + r.file); err != nil {
			t.Fatal(err)
		}
		r.told = make(map[string]int)
	}
	rapid.Check(t, func(t *rapid.T) {
		i := rapid.IntRange(0, len(tapes)-1).Draw(t, "tape")
		source, err := tape.Open(bytes.NewReader(files[i]))
		if err != nil {
			t.Fatal(err)
		}
		r := tapes[i]
		r.played++
		weighed, all := &follower{recording: r}, &follower{recording: r, all: true}
		w := &weather{t: t, book: func() *prices.Book { return weighed.book }, levels: make(map[string]uint64),
			last: make(map[string]chain.Result), days: make(map[common.Hash]*day)}
		for _, f := range []*follower{weighed, all} {
			f.build(t)
			f.Begin(source.Start())
		}
		step := func(s chain.Step) {
			s.Block = w.over(s.Block)
			if a, b := all.step(t, s), weighed.step(t, s); !slices.Equal(a, b) {
				t.Fatalf("%s: at %s is said\n%q\nwhere all are evaluated\n%q", r.file, weighed.Tip(), b, a)
			}
			if all.db.Digest() != weighed.db.Digest() {
				t.Fatalf("%s: at %s they hold something else", r.file, weighed.Tip())
			}
			weighed.watches(t)
		}
		for {
			s, err := source.Next(context.Background(), weighed.Tip(), weighed.Filter())
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatalf("%s: after %s: %v", r.file, weighed.Tip(), err)
			}
			step(s)
			switch rapid.IntRange(0, 29).Draw(t, "what") {
			case 7:
				for range rapid.IntRange(1, 6).Draw(t, "depth") {
					if weighed.db.Marks() > 1 {
						step(chain.Step{Undo: true})
					}
				}
			case 23:
				weighed.restart(t)
			}
		}
	})
	for _, r := range tapes {
		t.Logf("%s: played %d times, %d evaluated instead of %d, %v", r.file, r.played, r.evaluated[0], r.evaluated[1], r.told)
		if r.played == 0 || r.told[feed.PositionUnderwater] == 0 || r.told[feed.Reorg] == 0 || r.evaluated[0] >= r.evaluated[1] {
			t.Errorf("%s: played %d times, %d evaluated instead of %d, %v", r.file, r.played, r.evaluated[0], r.evaluated[1], r.told)
		}
	}
}
