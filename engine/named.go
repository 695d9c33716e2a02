package engine

import (
	"maps"
	"slices"

	"brink/feed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// named are a deployment's positions of accounts that have a name. They are
// evaluated at every block, and told of whenever their health factor has moved
// by a thousandth, whatever band they are in.
type named struct {
	// told are the health factors as they were told last; nil for not, or not
	// as a number.
	told map[position.ID]*uint256.Int
	// upTo is how many positions were looked through for them.
	upTo int
}

// find looks for positions that have come since.
func (n *named) find(d *deployment, accounts []common.Address) {
	if len(accounts) == 0 {
		return
	}
	if n.told == nil {
		n.told = make(map[position.ID]*uint256.Int)
	}
	for ; n.upTo < d.Len(); n.upTo++ {
		if id := position.ID(n.upTo); slices.Contains(accounts, d.Key(id).Account) {
			n.told[id] = nil
		}
	}
}

// cut forgets positions that are gone.
func (n *named) cut(length int) {
	n.upTo = min(n.upTo, length)
	maps.DeleteFunc(n.told, func(id position.ID, _ *uint256.Int) bool { return int(id) >= length })
}

// tell notes what was told of a position.
func (n *named) tell(id position.ID, h *position.Health, err error) {
	if _, ok := n.told[id]; !ok {
		return
	}
	n.told[id] = nil
	if err == nil && h.HasDebt() {
		n.told[id] = h.Factor.Clone()
	}
}

// sayNamed tells of the named positions that have moved since they were told.
func (e *Engine) sayNamed(say *speech, d *deployment, frame protocols.Frame) {
	for _, id := range slices.Sorted(maps.Keys(d.named.told)) {
		h, err := e.health(d, frame, id)
		if err != nil || !h.HasDebt() {
			continue // that this is so was told by compare
		}
		if told := d.named.told[id]; told != nil && !(&quote{Price: *told, Known: true}).moved(&quote{Price: h.Factor, Known: true}) {
			continue
		}
		d.setSaid(id, stand(&h, nil))
		d.named.tell(id, &h, nil)
		p := e.tell(d, frame, id, &h, nil)
		say.add(feed.PositionChanged, p.ID, "", p)
	}
}
