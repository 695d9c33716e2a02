package alerts

import (
	"reflect"
	"slices"
	"time"

	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// mark is a moment of a chain.
type mark struct {
	Number uint64      `json:"number"`
	Hash   common.Hash `json:"hash"`
	Time   uint64      `json:"time"`
}

// level is what is known of one level of a rule for one subject.
type level struct {
	// Since is when the value went beyond the threshold, Leaving when it came
	// back; nil while it isn't.
	Since   *mark `json:"since,omitempty"`
	Leaving *mark `json:"leaving,omitempty"`
	Active  bool  `json:"active,omitempty"`
	// Told is the block time at which the level was told last, Value the value
	// then. Recovery leaves them: they are the floor.
	Told  uint64      `json:"told,omitempty"`
	Value uint256.Int `json:"value"`
}

// standing is all that decides what is told next.
type standing struct {
	Levels []level `json:"levels"`
	// ToldLevel is the level that people believe in, -1 for none.
	ToldLevel int `json:"told_level"`
	// Last is the block time at which they were told of it last, Value the
	// value then.
	Last  uint64  `json:"last,omitempty"`
	Value *string `json:"value,omitempty"`
	// Began is when the alert began.
	Began *mark `json:"began,omitempty"`
}

// past is a standing before a block that can still be undone.
type past struct {
	Block mark     `json:"block"`
	Prior standing `json:"prior"`
}

// instance is a rule's state machine for one subject.
type instance struct {
	standing
	Past []past `json:"past,omitempty"`
}

func newInstance(levels int) *instance {
	return &instance{standing: standing{Levels: make([]level, levels), ToldLevel: -1}}
}

// now is the worst active level, -1 for none.
func (s *standing) now() int {
	for i := len(s.Levels) - 1; i >= 0; i-- {
		if s.Levels[i].Active {
			return i
		}
	}
	return -1
}

func (s *standing) clone() standing {
	c := *s
	c.Levels = slices.Clone(s.Levels)
	return c
}

// idle reports whether nothing would be lost with the instance.
func (in *instance) idle(r *Rule, at mark) bool {
	for _, l := range in.Levels {
		if l.Active || l.Since != nil || l.Told != 0 && at.Time < l.Told+seconds(r.Floor) {
			return false
		}
	}
	return in.ToldLevel < 0 && len(in.Past) == 0
}

func seconds(d time.Duration) uint64 { return uint64(d / time.Second) }

// clock is where a chain stands.
type clock struct {
	mark
	Safe, Final uint64
}

// firm is the newest block of which a rule may tell.
func (c *clock) firm(r *Rule) uint64 {
	switch r.Only {
	case OnSafe:
		return c.Safe
	case OnFinal:
		return c.Final
	}
	return c.Number
}

// telling is what became of an instance.
type telling struct {
	transition feed.Transition
	// level is the one that holds now, was the one before; -1 for none.
	level, was int
	silent     string
	reason     string
	// before is the value when people were told before.
	before *string
	began  mark
}

// step lets a value be seen at a moment, and says what became of it. An unknown
// value only lets time pass.
func (in *instance) step(r *Rule, v value, c clock) (telling, bool) {
	prior := in.clone()
	was := in.now()
	for i := range r.Levels {
		in.Levels[i].see(r, &r.Levels[i], v, c)
	}
	t, any := in.tell(r, v, c.mark, was)
	if any {
		t.before = prior.Value
	}
	if !reflect.DeepEqual(prior, in.standing) && (len(in.Past) == 0 || in.Past[len(in.Past)-1].Block.Hash != c.Hash) {
		in.Past = append(in.Past, past{c.mark, prior})
	}
	return t, any
}

// see moves one level on.
func (l *level) see(r *Rule, of *Level, v value, c clock) {
	if v.known {
		threshold := &of.Enter
		if l.Active {
			threshold = &of.Leave
		}
		switch beyond := !v.calm && (r.shape().holds || r.beyond(&v.z, threshold)); {
		case beyond:
			l.Leaving = nil
			if l.Since == nil {
				l.Since = &c.mark
			}
		case l.Active && l.Leaving == nil:
			l.Leaving = &c.mark
		case !l.Active:
			l.Since = nil
		}
	}
	firm := c.firm(r)
	if !l.Active && l.Since != nil && l.Since.Number <= firm &&
		c.Number >= l.Since.Number+of.Blocks && c.Time >= l.Since.Time+seconds(of.For) {
		l.Active = true
	}
	if l.Leaving != nil && l.Leaving.Number <= firm && c.Time >= l.Leaving.Time+seconds(r.KeepFiring) {
		l.Active, l.Since, l.Leaving = false, nil, nil
	}
}

// tell decides what is said of the level that holds now.
func (in *instance) tell(r *Rule, v value, at mark, was int) (telling, bool) {
	is := in.now()
	if is >= 0 && in.Began == nil {
		in.Began = &at
	}
	t := telling{level: is, was: was}
	if in.Began != nil {
		t.began = *in.Began
	}
	if is < 0 {
		in.Began = nil
	}
	switch {
	case is < 0 && was >= 0:
		t.transition = feed.Resolved
		if in.ToldLevel < 0 {
			t.silent = silentFloor
		}
		in.ToldLevel = -1
		return t, true
	case is < 0:
		return t, false
	case is > was:
		t.transition = feed.Escalated
		if was < 0 {
			t.transition = feed.Fired
		}
		if in.floored(r, v, at, is) {
			t.silent = silentFloor
			return t, true
		}
	case is < was:
		t.transition = feed.Eased
		if in.ToldLevel <= is {
			t.silent = silentFloor
			return t, true
		}
	default:
		if t.reason = in.due(r, v, at, is); t.reason == "" {
			return t, false
		}
		t.transition = feed.Reminded
	}
	in.told(v, at, is)
	return t, true
}

// silentFloor is why a transition is kept from people: they were told the same
// or worse not long ago.
const silentFloor = "floor"

// told notes that people hear of a level.
func (in *instance) told(v value, at mark, is int) {
	in.ToldLevel, in.Last, in.Value = is, at.Time, v.text()
	in.Levels[is].Told, in.Levels[is].Value = at.Time, v.z
}

// floored reports whether a level was told so lately, it or a worse one, that
// it isn't told again; unless the value is much worse now.
func (in *instance) floored(r *Rule, v value, at mark, is int) bool {
	for _, l := range in.Levels[is:] {
		if l.Told != 0 && at.Time < l.Told+seconds(r.Floor) {
			return !v.known || !r.worse(&v.z, &l.Value)
		}
	}
	return false
}

// due says why people are to be told again of a level that still holds; empty
// when they aren't.
func (in *instance) due(r *Rule, v value, at mark, is int) string {
	l, remind := &in.Levels[is], seconds(r.Levels[is].Remind)
	switch {
	case is > in.ToldLevel && !in.floored(r, v, at, is):
		return "it has come back"
	case remind > 0 && at.Time >= max(in.Last, l.Since.Time)+remind:
		return "it still holds"
	case is == in.ToldLevel && v.known && !v.calm && r.worse(&v.z, &l.Value):
		return "it is worse"
	}
	return ""
}

// undo takes back what the instance became with a block, and says what people
// are to be told of that.
func (in *instance) undo(block common.Hash) (telling, bool) {
	n := len(in.Past)
	if n == 0 || in.Past[n-1].Block.Hash != block {
		return telling{}, false
	}
	believed, was := in.ToldLevel, in.now()
	t := telling{transition: feed.Withdrawn, was: was, reason: "withdrawn by reorg", before: in.Value}
	if in.Began != nil {
		t.began = *in.Began
	}
	in.standing = in.Past[n-1].Prior
	in.Past = in.Past[:n-1]
	if in.Began != nil {
		t.began = *in.Began
	}
	t.level = in.now()
	switch {
	case in.ToldLevel > believed:
		t.transition, t.reason = feed.Fired, "its end was withdrawn by reorg"
	case in.ToldLevel == believed && t.level == was:
		return t, false
	case in.ToldLevel == believed:
		t.silent = silentFloor
	}
	return t, true
}

// settle forgets how to undo blocks that are final.
func (in *instance) settle(final uint64) bool {
	n := 0
	for n < len(in.Past) && in.Past[n].Block.Number <= final {
		n++
	}
	in.Past = in.Past[n:]
	return n > 0
}
