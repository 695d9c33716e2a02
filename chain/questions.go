package chain

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Questions gathers calls with what each answer is for. The zero value is
// ready.
type Questions struct {
	calls   []Call
	answers []func(Result) error
}

// Ask adds a call. Its answer's error ends the answering.
func (q *Questions) Ask(to common.Address, data []byte, answer func(Result) error) {
	q.calls = append(q.calls, Call{To: to, Data: data})
	q.answers = append(q.answers, answer)
}

// Then does something once all that was asked so far, which must be something,
// has been answered.
func (q *Questions) Then(do func() error) {
	last := len(q.answers) - 1
	answer := q.answers[last]
	q.answers[last] = func(r Result) error {
		if err := answer(r); err != nil {
			return err
		}
		return do()
	}
}

// Query is all that was asked, in one. The answers are given in the order of
// the questions.
func (q *Questions) Query() Query {
	if len(q.calls) == 0 {
		return Query{}
	}
	answers := q.answers
	return Query{Calls: q.calls, Answer: func(results []Result) error {
		for i, answer := range answers {
			if err := answer(results[i]); err != nil {
				return err
			}
		}
		return nil
	}}
}

// After is a query that does something more once it was answered without error.
func After(q Query, do func() error) Query {
	answer := q.Answer
	q.Answer = func(results []Result) error {
		if answer != nil {
			if err := answer(results); err != nil {
				return err
			}
		}
		return do()
	}
	return q
}

// Uint is the i-th word of an answer as a number, or zero and false if the
// contract refused or answered too little.
func (r Result) Uint(i int) (z uint256.Int, ok bool) {
	w, ok := r.Word(i)
	if ok {
		z.SetBytes32(w)
	}
	return z, ok
}
