package tape_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"brink/chain"
	"brink/chain/sim"
	"brink/chain/tape"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

var (
	market = common.Address{0xaa}
	newer  = common.Address{0xbb}
	supply = common.Hash{0x01}
	price  = chain.Call{To: market, Data: []byte("price")}
	other  = chain.Call{To: newer, Data: []byte("other")}
	want   = chain.NewFilter([]common.Address{market}, []common.Hash{supply})
	wider  = chain.NewFilter([]common.Address{market, newer}, []common.Hash{supply})
)

func log(at common.Address, text string) types.Log {
	return types.Log{Address: at, Topics: []common.Hash{supply}, Data: []byte(text)}
}

// diary is what someone who follows a source notes down of every block that he
// keeps: its logs, and what he read.
type diary struct {
	start  chain.Ref
	blocks []*chain.Block
	notes  []string
	wants  []chain.Filter // the filter after each block, the first before all
}

func newDiary() *diary { return &diary{wants: []chain.Filter{want}} }

func (d *diary) tip() chain.Ref {
	if len(d.blocks) == 0 {
		return d.start
	}
	return d.blocks[len(d.blocks)-1].Ref
}

func (d *diary) back() {
	n := len(d.blocks) - 1
	d.blocks, d.notes, d.wants = d.blocks[:n], d.notes[:n], d.wants[:n+1]
}

// step takes one step. Blocks with the log "grow" are read with a wider filter,
// as when a market appears.
func (d *diary) step(t *testing.T, src chain.Source, grouped bool) error {
	filter := d.wants[len(d.wants)-1]
	step, err := src.Next(t.Context(), d.tip(), filter)
	if err != nil {
		return err
	}
	if step.Undo {
		d.back()
		return nil
	}
	b := step.Block
	logs := b.Logs
	if slices.ContainsFunc(logs, func(l types.Log) bool { return string(l.Data) == "grow" }) {
		filter = wider
		if logs, err = b.Reader.Logs(t.Context(), wider); err != nil {
			return err
		}
	}
	var results []chain.Result
	groups := [][]chain.Call{{price, other}}
	if !grouped {
		groups = [][]chain.Call{{other}, {price}}
	}
	for _, g := range groups {
		some, err := b.Reader.Call(t.Context(), g)
		if err != nil {
			return err
		}
		results = append(results, some...)
	}
	if !grouped {
		slices.Reverse(results)
	}
	d.blocks, d.wants = append(d.blocks, b), append(d.wants, filter)
	d.notes = append(d.notes, fmt.Sprintf("%s of %s at %d: %v, %v, %v", b.Ref, b.Parent, b.Time, logs, results, step.Heads))
	return nil
}

// record makes a tape of a random history and returns what was noted of it.
func record(t *testing.T, rt *rapid.T) (*bytes.Buffer, *diary) {
	t.Helper()
	truth := sim.New()
	var out bytes.Buffer
	r := tape.Record(truth, &out)
	d := newDiary()
	for i, n := range rapid.SliceOfN(rapid.IntRange(0, 9), 1, 40).Draw(rt, "history") {
		switch {
		case n == 0:
			truth.Rewind(min(3, int(truth.Head().Number-truth.Heads().Final.Number)))
		case n == 1:
			final := truth.Heads().Final.Number
			final += (truth.Head().Number - final) / 3
			truth.Settle(final, final)
		default:
			truth.Answer(price, chain.Result{Data: []byte{byte(i)}})
			if n == 2 {
				truth.Answer(other, chain.Result{Data: []byte{byte(i)}, Reverted: true})
			}
			text := fmt.Sprint(i)
			if n == 3 {
				text = "grow"
			}
			truth.Mine(log(market, text), log(newer, "new"), log(market, "last"))
		}
		for (d.tip().Number > 0 || truth.Head().Number > 0) && d.tip() != truth.Head().Ref && rapid.IntRange(0, 3).Draw(rt, "steps") > 0 {
			if err := d.step(t, r, true); err != nil {
				rt.Fatal(err)
			}
		}
	}
	truth.Mine(log(market, "end"))
	truth.End()
	for {
		if err := d.step(t, r, true); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			rt.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		rt.Fatal(err)
	}
	return &out, d
}

// Played back, also with other groups of calls and with blocks taken back and
// asked for again, a tape leads to the same end.
func TestTapePlaysWhatWasRecorded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		out, was := record(t, rt)
		for _, restless := range []bool{false, true} {
			played, err := tape.Open(bytes.NewReader(out.Bytes()))
			if err != nil {
				rt.Fatal(err)
			}
			if !played.Complete || played.Start() != (chain.Ref{}) {
				rt.Fatalf("the tape starts at %s, complete %v", played.Start(), played.Complete)
			}
			d := newDiary()
			for err == nil {
				if restless {
					for range min(len(d.blocks), rapid.IntRange(-8, 3).Draw(rt, "back")) {
						d.back()
					}
				}
				err = d.step(t, played, !restless)
			}
			if !errors.Is(err, io.EOF) {
				rt.Fatal(err)
			}
			if !slices.Equal(d.notes, was.notes) {
				rt.Fatalf("played:\n%s\nrecorded:\n%s", strings.Join(d.notes, "\n"), strings.Join(was.notes, "\n"))
			}
		}
	})
}

func TestTapeInventsNothing(t *testing.T) {
	truth := sim.New()
	truth.Answer(price, chain.Result{Data: []byte{1}})
	truth.Mine(log(market, "one"), log(newer, "two"))
	var out bytes.Buffer
	r := tape.Record(truth, &out)
	step, err := r.Next(t.Context(), chain.Ref{}, want)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := step.Block.Reader.Call(t.Context(), []chain.Call{price}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	played, err := tape.Open(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := played.Next(t.Context(), chain.Ref{}, wider); !errors.Is(err, tape.ErrMissing) {
		t.Errorf("logs that were not asked for: %v", err)
	}
	if _, err := played.Next(t.Context(), chain.Ref{Number: 9}, want); !errors.Is(err, tape.ErrMissing) {
		t.Errorf("a block that is not there: %v", err)
	}
	step, err = played.Next(t.Context(), chain.Ref{}, want)
	if err != nil || len(step.Block.Logs) != 1 {
		t.Fatalf("%+v, %v", step, err)
	}
	if _, err := step.Block.Reader.Call(t.Context(), []chain.Call{price, other}); !errors.Is(err, tape.ErrMissing) {
		t.Errorf("a call that was not made: %v", err)
	}
	if _, err := step.Block.Reader.Logs(t.Context(), wider); !errors.Is(err, tape.ErrMissing) {
		t.Errorf("other logs of the block: %v", err)
	}
}

// What the chain refused is on the tape too.
func TestTapeOfFailures(t *testing.T) {
	truth := sim.New()
	node := sim.NewNode(truth)
	for range 8 {
		node.Announce(truth.Mine(log(market, "x")).Ref)
	}
	truth.Settle(4, 4)
	var out bytes.Buffer
	follower := chain.NewFollower(node, chain.FollowerOptions{})
	defer follower.Close()
	r := tape.Record(follower, &out)
	d := newDiary()
	for d.tip().Number < 8 {
		if err := d.step(t, r, true); err != nil {
			t.Fatal(err)
		}
	}
	truth.Rewind(6)
	for range 8 {
		node.Announce(truth.Mine(log(market, "y")).Ref)
	}
	var was error
	for was == nil {
		was = d.step(t, r, true)
	}
	if !errors.Is(was, chain.ErrFinality) {
		t.Fatal(was)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	played, err := tape.Open(&out)
	if err != nil {
		t.Fatal(err)
	}
	again := newDiary()
	for err == nil {
		err = again.step(t, played, true)
	}
	if !errors.Is(err, chain.ErrFinality) || again.tip() != d.tip() {
		t.Fatalf("played to %s, recorded to %s: %v", again.tip(), d.tip(), err)
	}
}

// A tape that was torn off, as by a kill, plays as far as it goes; one that was
// damaged doesn't open.
func TestTornTape(t *testing.T) {
	truth := sim.New()
	for i := range 500 {
		truth.Mine(log(market, fmt.Sprint(i)))
	}
	truth.End()
	var out bytes.Buffer
	r := tape.Record(truth, &out)
	d := newDiary()
	for d.tip().Number < 500 {
		if err := d.step(t, r, true); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	whole := out.Bytes()
	for _, share := range []int{2, 3, 5} {
		torn, err := tape.Open(bytes.NewReader(whole[:len(whole)/share]))
		if err != nil || torn.Complete || torn.Steps() == 0 || torn.Steps() >= 500 {
			t.Fatalf("1/%d of the tape: %+v, %v", share, torn, err)
		}
		flipped := slices.Clone(whole)
		flipped[len(flipped)/share] ^= 0x10
		if _, err := tape.Open(bytes.NewReader(flipped)); !errors.Is(err, tape.ErrMalformed) {
			t.Fatalf("a flipped bit at 1/%d: %v", share, err)
		}
	}
}

func pack(text string) io.Reader {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = io.WriteString(zip, text)
	_ = zip.Close()
	return &out
}

func TestOpenRefuses(t *testing.T) {
	const (
		head   = `{"format":"brink tape 1"}` + "\n"
		filter = `{"filter":{"addresses":[],"topics":[]}}` + "\n"
		undo   = `{"step":{"after":{"number":1,"hash":"0x0000000000000000000000000000000000000000000000000000000000000001"},"want":0,"undo":true}}` + "\n"
		end    = `{"end":{"steps":1}}` + "\n"
	)
	if _, err := tape.Open(pack(head + filter + undo + end)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":           "",
		"no format":         filter + undo + end,
		"other format":      `{"format":"brink tape 2"}` + "\n" + filter + undo,
		"format twice":      head + head + filter + undo,
		"no step":           head + filter,
		"no filter":         head + undo,
		"not JSON":          head + filter + "x\n" + undo,
		"two values":        head + filter + `{"end":{"steps":0}} {}` + "\n",
		"unknown member":    head + filter + `{"more":1}` + "\n",
		"nothing on a line": head + filter + "{}\n",
		"two things":        head + filter + `{"end":{"steps":0},"filter":{}}` + "\n",
		"line after end":    head + filter + undo + end + undo,
		"other count":       head + filter + undo + undo + end,
		"step without any":  head + filter + strings.Replace(undo, `,"undo":true`, "", 1),
		"logs of no block":  head + filter + undo + `{"logs":{"block":"0x0000000000000000000000000000000000000000000000000000000000000001","want":0,"logs":[]}}` + "\n",
		"long line":         head + filter + `{"format":"` + strings.Repeat("x", 33<<20) + "\n",
	} {
		if _, err := tape.Open(pack(text)); !errors.Is(err, tape.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := tape.Open(strings.NewReader("no gzip")); !errors.Is(err, tape.ErrMalformed) {
		t.Errorf("no gzip: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	truth := sim.New()
	truth.Mine(log(market, "one"), log(newer, "two"))
	var out bytes.Buffer
	r := tape.Record(truth, &out)
	d := newDiary()
	if err := d.step(&testing.T{}, r, true); err != nil {
		f.Fatal(err)
	}
	_ = r.Close()
	zip, err := gzip.NewReader(&out)
	if err != nil {
		f.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	f.Fuzz(func(t *testing.T, text string) {
		played, err := tape.Load(strings.NewReader(text))
		if err != nil {
			return
		}
		at := played.Start()
		for range played.Steps() {
			step, err := played.Next(t.Context(), at, want)
			if err != nil || step.Block == nil {
				return
			}
			at = step.Block.Ref
		}
	})
}
