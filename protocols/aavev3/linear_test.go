package aavev3

import (
	"encoding/binary"
	"testing"

	"brink/engine/slack"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/protocoltest"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// crowd is a market with random accounts, at a moment that can be changed.
type crowd struct {
	dice
	*moment
	wild bool
}

func (d dice) crowd(tb testing.TB, v Version, wild bool, accounts int) *crowd {
	db := new(state.DB)
	p, err := Open(protocols.Env{Name: "crowd", DB: db, Book: prices.NewBook(db)}, &Options{})
	if err != nil {
		tb.Fatal(err)
	}
	c := &crowd{d, &moment{frame: *d.market(v, wild), p: p}, wild}
	for i := range accounts {
		var a common.Address
		binary.BigEndian.PutUint64(a[:], uint64(i))
		category, legs := d.position(&c.frame, wild)
		p.accounts.Insert(a, head{eMode: category, unread: d.chance(50)}, legs)
	}
	return c
}

// drift moves prices and interest a little, sometimes much, sometimes beyond knowing.
func (c *crowd) drift() {
	for i := range c.reserves {
		s := &c.reserves[i]
		by := uint256.NewInt(9_990 + c.Uint64N(25))
		switch c.IntN(200) {
		case 0:
			by = uint256.NewInt(1 + c.Uint64N(30_000))
		case 1:
			s.priced = !s.priced
		case 2:
			s.threshold = uint16(c.IntN(10_000))
		}
		s.price.Mul(&s.price, by)
		s.price.Div(&s.price, uint256.NewInt(10_000))
		s.debt.AddUint64(&s.debt, c.Uint64N(1e18))
		s.income.AddUint64(&s.income, c.Uint64N(1e18))
	}
	c.seal()
}

func TestWeighingIsSound(t *testing.T) {
	d := newDice(41)
	promised, all := 0, 0
	for i := range 2_000 {
		c := d.crowd(t, V300+Version(i/2%int(V37)), i%2 == 1, 100)
		for id := range c.p.Len() {
			ok, err := protocoltest.Weighed(c, position.ID(id))
			if err != nil {
				_, legs := c.holder(position.ID(id))
				t.Fatalf("%v: %+v: %v", c.version, legs, err)
			}
			if all++; ok {
				promised++
			}
		}
	}
	if promised < all/2 || promised == all {
		t.Errorf("of %d positions %d were promised anything", all, promised)
	}
}

// TestIndexNamesEverybody follows crowds through what moves them, and holds the index against an exact look at all.
func TestIndexNamesEverybody(t *testing.T) {
	const line = 1.122
	exact := uint256.NewInt(line * 1e18)
	d := newDice(42)
	var named, spared, low int
	for i := range 120 {
		c := d.crowd(t, V300+Version(i/2%int(V37)), i%10 == 9, 400)
		index := slack.New(line)
		index.At(c)
		for id := range c.p.Len() {
			index.Put(position.ID(id))
		}
		for range 60 {
			if !d.chance(8) {
				c.drift()
			}
			index.At(c)
			for range 5 {
				row := state.Row(d.IntN(c.p.Len()))
				h, _ := c.p.accounts.At(row)
				next := *h
				category, legs := d.position(&c.frame, c.wild)
				next.eMode = category
				c.p.accounts.Set(row, next, legs)
				index.Put(position.ID(row))
			}
			doubtful := make(map[position.ID]bool)
			for _, id := range index.Moved(nil) {
				if doubtful[id] {
					t.Fatalf("%d is named twice", id)
				}
				doubtful[id] = true
			}
			for id := range position.ID(c.p.Len()) {
				h, err := c.Health(id)
				sure := err == nil && (!h.HasDebt() || !h.Factor.Lt(exact))
				switch {
				case doubtful[id]:
					named++
				case !sure:
					t.Fatalf("%v: %d is not named: factor %s, %v", c.version, id, h.Factor.Dec(), err)
				default:
					spared++
				}
				if !sure {
					low++
				}
			}
		}
	}
	t.Logf("named %d, of them %d rightly, spared %d", named, low, spared)
	if low == 0 || spared < named/4 || named > 2*low {
		t.Errorf("named %d, of them %d rightly, spared %d", named, low, spared)
	}
}
