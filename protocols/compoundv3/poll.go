package compoundv3

import (
	"fmt"

	"brink/chain"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// reread is of how many accounts a block Poll reads principal anew. Whose is left
// to chance, by the block's time: so that it is the same whenever the block is
// played, and everybody's turn comes.
const reread = 24

// Poll implements protocols.Poller: the totals and the indices move without a
// log, and so, rarely, does principal.
func (p *Protocol) Poll(now uint64) chain.Query {
	var b chain.Questions
	r := p.rule()
	b.Ask(p.comet, calls.comet.PackTotalsBasic(), func(a chain.Result) error {
		m, ok := readTotals(a)
		if !ok {
			return fmt.Errorf("reading the totals of %s: %w", p.comet, protocols.ErrUnsupported)
		}
		p.polled = now
		if m != p.total() {
			p.totals.Put(0, m)
		}
		return nil
	})
	if !r.known {
		p.wantRules(&b)
	}
	for _, at := range r.list[:r.listed] {
		p.pollTotal(&b, state.Row(at))
	}
	p.pollPrincipals(&b, now)
	return b.Query()
}

// pollTotal asks how much of an asset is pledged.
func (p *Protocol) pollTotal(b *chain.Questions, at state.Row) {
	b.Ask(p.comet, calls.comet.PackTotalsCollateral(p.assets.Key(at)), func(a chain.Result) error {
		next := *p.assets.At(at)
		z, ok := a.Uint(0)
		next.sized = ok && next.total.Set(&z)
		if next != *p.assets.At(at) {
			p.assets.Set(at, next)
		}
		return nil
	})
}

// pollPrincipals reads some of those who could owe something.
func (p *Protocol) pollPrincipals(b *chain.Questions, now uint64) {
	n := p.accounts.Len()
	if n == 0 {
		return
	}
	start := int((now * 0x9e3779b97f4a7c15 >> 32) % uint64(n)) // the golden ratio's bits scatter times
	for seen, asked := 0, 0; seen < min(n, 100*p.reread) && asked < p.reread; seen++ {
		row := state.Row((start + seen) % n)
		if h, _ := p.accounts.At(row); h.assetsIn != 0 && h.unread == 0 {
			p.wantBasic(b, row)
			asked++
		}
	}
}

func readTotals(a chain.Result) (m totals, ok bool) {
	if a.Reverted || len(a.Data) != 8*32 {
		return m, false
	}
	var words [8]uint64
	for i := range words {
		z, _ := a.Uint(i)
		words[i] = z.Uint64()
	}
	supplied, _ := a.Uint(4)
	borrowed, _ := a.Uint(5)
	m = totals{
		indices: indices{words[0], words[1]}, accrued: words[6], pauses: words[7], known: 1,
	}
	return m, m.supplied.Set(&supplied) && m.borrowed.Set(&borrowed)
}

func addressOf(a chain.Result, i int) (common.Address, bool) {
	z, ok := a.Uint(i)
	return z.Bytes20(), ok && z.BitLen() <= 160
}
