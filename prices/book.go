package prices

import (
	"errors"
	"fmt"
	"math"

	"brink/chain"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// ID is a source's number in its Book.
type ID state.Row

// None is no source: its price is never known.
const None ID = math.MaxUint32

// maxCall is the longest call data of a source: a selector and two words.
const maxCall = 68

// ErrCallTooLong is returned by Watch for call data beyond what a Book keeps.
var ErrCallTooLong = errors.New("price call is too long")

// Book holds the newest answer of every watched source. It lives in a state.DB
// and goes back in time with it.
type Book struct {
	sources *state.Table[source, answer]
	asOf    uint64
}

// Role says what a source's answer is.
type Role uint8

// The roles. A Quantity, such as a market's size, is read like a price but
// moves nobody's health: its changes are not reported. Of a Round, what a feed
// was last told, the answer is the time at which that was. The others say which
// contracts stand behind a price.
const (
	Price Role = iota
	Quantity
	Round
	// Part is a contract that another asks, for as long as it is there: it is
	// read once.
	Part
	// Chosen is the oracle that another has for an asset, Enabled whether it asks
	// it: the two words of one answer.
	Chosen
	Enabled
	// Configured is the feed that an oracle has for an asset, and Patience after
	// how many seconds without an update it refuses it: the last two words of one
	// answer, whose first is the asset.
	Configured
	Patience
)

// shape is how many words an answer has, and which of them counts.
func (r Role) shape() (words, at int) {
	switch r {
	case Round:
		return 5, 3
	case Chosen:
		return 2, 0
	case Enabled:
		return 2, 1
	case Configured:
		return 3, 1
	case Patience:
		return 3, 2
	default:
		return 1, 0
	}
}

// settled reports whether an answer needn't be asked for again: that of a contract
// without such a getter, and of one that can't change.
func (r Role) settled(a *answer) bool {
	switch r {
	case Price, Quantity, Round:
		return false
	case Part:
		return a.Known != unasked
	default:
		return a.Known == refused
	}
}

type source struct {
	To   common.Address
	Role Role
	Len  uint8
	Data [maxCall]byte
}

type answer struct {
	Value uint256.Int
	Known uint64 // known when Value is an answer
}

// What Known says. Prices and quantities are never refused: without an answer they
// are as if nobody had asked.
const (
	unasked uint64 = iota
	known
	refused
)

// NewBook adds the book's table to the DB.
func NewBook(db *state.DB) *Book {
	return &Book{sources: state.NewTable[source, answer](db, "prices")}
}

// Watch adds a source, without a price until the next read; watching it twice
// is the same as once.
func (b *Book) Watch(c chain.Call, role Role) (ID, error) {
	if len(c.Data) > maxCall {
		return 0, fmt.Errorf("watching %s: %w: %d bytes", c.To, ErrCallTooLong, len(c.Data))
	}
	s := sourceOf(c, role)
	if row, ok := b.sources.Row(s); ok {
		return ID(row), nil
	}
	return ID(b.sources.Put(s, answer{})), nil
}

// sourceOf is the key of a call, which isn't too long.
func sourceOf(c chain.Call, role Role) source {
	s := source{To: c.To, Role: role, Len: uint8(len(c.Data))}
	copy(s.Data[:], c.Data)
	return s
}

// Len returns the number of sources; IDs run from 0 to Len()-1.
func (b *Book) Len() int { return b.sources.Len() }

// Source returns the call that a source is read by.
func (b *Book) Source(id ID) chain.Call {
	s := b.sources.Key(state.Row(id))
	return chain.Call{To: s.To, Data: append([]byte(nil), s.Data[:s.Len]...)}
}

// AsOf is the block time of the last answers: while logs are folded it is their
// block's, unless prices were not read at this block.
func (b *Book) AsOf() uint64 { return b.asOf }

// Query asks the sources from ID from on, but for those whose answer is there for
// good. Their answers are as of the given block time; changed is called for each
// price that is not what it was.
func (b *Book) Query(from ID, time uint64, changed func(ID)) chain.Query {
	n := b.Len()
	ids := make([]ID, 0, n-int(from))
	q := chain.Query{Calls: make([]chain.Call, 0, n-int(from))}
	for id := from; int(id) < n; id++ {
		if row := state.Row(id); b.sources.Key(row).Role.settled(b.sources.At(row)) {
			continue
		}
		ids = append(ids, id)
		q.Calls = append(q.Calls, b.Source(id))
	}
	q.Answer = func(results []chain.Result) error {
		b.asOf = time
		for i, r := range results {
			b.put(ids[i], r, changed)
		}
		return nil
	}
	return q
}

func (b *Book) put(id ID, r chain.Result, changed func(ID)) {
	var next answer
	role := b.sources.Key(state.Row(id)).Role
	words, at := role.shape()
	if word, ok := r.Word(at); ok && len(r.Data) == 32*words {
		next.Value.SetBytes32(word)
		next.Known = known
	} else if role >= Round {
		next.Known = refused
	}
	old := b.sources.At(state.Row(id))
	if *old == next {
		return
	}
	b.sources.Set(state.Row(id), next)
	if role == Price {
		changed(id)
	}
}

// View is the book as it stands, for one moment. It doesn't change when the
// book does.
func (b *Book) View(time uint64) View {
	v := View{Time: time, answers: make([]answer, b.Len())}
	for i := range v.answers {
		v.answers[i] = *b.sources.At(state.Row(i))
	}
	return v
}

// Between is the view of a moment in a block before anything happened in it: prices
// as they stand, and quantities as they were in a view of the block before. They
// are unknown where that view doesn't know them.
func (b *Book) Between(before View, time uint64) View {
	v := b.View(time)
	for i := range v.answers {
		if b.sources.Key(state.Row(i)).Role != Quantity {
			continue
		}
		v.answers[i] = answer{}
		if i < len(before.answers) {
			v.answers[i] = before.answers[i]
		}
	}
	return v
}

// View is every price at one moment. It is a value: safe to share and to keep.
type View struct {
	// Time is the block time, in seconds, to which interest is accrued, and
	// Number the block to which it is where a contract counts blocks.
	Time    uint64
	Number  uint64
	answers []answer
}

// Price returns a source's answer as the contract gave it, in the source's own
// unit, or false if it is not known.
func (v View) Price(id ID) (uint256.Int, bool) {
	if int(id) >= len(v.answers) {
		return uint256.Int{}, false
	}
	a := &v.answers[id]
	return a.Value, a.Known == known
}

// With is the view in which one source answers something else: a what-if.
func (v View) With(id ID, price *uint256.Int) View {
	answers := append([]answer(nil), v.answers...)
	if int(id) < len(answers) {
		answers[id].Value, answers[id].Known = *price, known
	}
	return View{v.Time, v.Number, answers}
}

// WithAll is the view in which several sources answer something else.
func (v View) WithAll(other map[ID]uint256.Int) View {
	answers := append([]answer(nil), v.answers...)
	for id, price := range other {
		if int(id) < len(answers) {
			answers[id].Value, answers[id].Known = price, known
		}
	}
	return View{v.Time, v.Number, answers}
}

// At is the view at another time: the same prices, more or less interest.
func (v View) At(time uint64) View { return View{time, v.Number, v.answers} }

// In is the view in another block.
func (v View) In(number uint64) View { return View{v.Time, number, v.answers} }
