package chain

import (
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

func TestQuestionsAreAnsweredInTheirOrder(t *testing.T) {
	var q Questions
	if none := q.Query(); none.Calls != nil || none.Answer != nil {
		t.Errorf("no question is %+v", none)
	}
	var heard []uint64
	stop := errors.New("stop")
	for i := range byte(3) {
		q.Ask(common.Address{i}, []byte{i}, func(r Result) error {
			z, ok := r.Uint(1)
			if !ok {
				return stop
			}
			heard = append(heard, z.Uint64())
			return nil
		})
	}
	done := 0
	query := After(q.Query(), func() error { done++; return nil })
	for i, c := range query.Calls {
		if c.To != (common.Address{byte(i)}) || !slices.Equal(c.Data, []byte{byte(i)}) {
			t.Errorf("call %d is %+v", i, c)
		}
	}
	words := func(n uint64) Result {
		w := uint256.NewInt(n).Bytes32()
		return Result{Data: append(make([]byte, 32), w[:]...)}
	}
	if err := query.Answer([]Result{words(5), words(6), words(7)}); err != nil || !slices.Equal(heard, []uint64{5, 6, 7}) || done != 1 {
		t.Errorf("heard %v, done %d times, %v", heard, done, err)
	}
	heard = nil
	if err := query.Answer([]Result{words(5), {Reverted: true, Data: make([]byte, 64)}, words(7)}); !errors.Is(err, stop) || len(heard) != 1 || done != 1 {
		t.Errorf("after a refusal heard %v, done %d times, %v", heard, done, err)
	}
}

func TestThenWaitsForWhatWasAskedBefore(t *testing.T) {
	var q Questions
	var heard []string
	say := func(word string) func(Result) error {
		return func(r Result) error {
			heard = append(heard, word)
			if r.Reverted {
				return errors.New("refused")
			}
			return nil
		}
	}
	q.Ask(common.Address{}, nil, say("first"))
	q.Ask(common.Address{}, nil, say("second"))
	q.Then(func() error { heard = append(heard, "then"); return nil })
	q.Ask(common.Address{}, nil, say("third"))
	query := q.Query()
	if err := query.Answer(make([]Result, 3)); err != nil || !slices.Equal(heard, []string{"first", "second", "then", "third"}) {
		t.Errorf("heard %v, %v", heard, err)
	}
	heard = nil
	if err := query.Answer([]Result{{}, {Reverted: true}, {}}); err == nil || !slices.Equal(heard, []string{"first", "second"}) {
		t.Errorf("after a refusal heard %v, %v", heard, err)
	}
}

func TestAfterNothing(t *testing.T) {
	wrong := errors.New("wrong")
	if err := After(Query{}, func() error { return wrong }).Answer(nil); !errors.Is(err, wrong) {
		t.Errorf("what comes after nothing gives %v", err)
	}
}

func TestUint(t *testing.T) {
	for _, r := range []Result{{}, {Data: make([]byte, 63)}, {Data: make([]byte, 64), Reverted: true}} {
		if z, ok := r.Uint(1); ok || !z.IsZero() {
			t.Errorf("%+v has a second word %s", r, &z)
		}
	}
}
