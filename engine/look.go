package engine

import (
	"slices"
	"strings"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Look is the engine at its tip, for the time of one call of Look's function.
type Look struct {
	Tip         chain.Head
	Heads       chain.Heads
	Deployments []DeploymentLook
	e           *Engine
}

// DeploymentLook is one deployment at the tip.
type DeploymentLook struct {
	Name, Family string
	// Broken is why nothing can be told of the deployment; nil if it can.
	Broken error
	// Positions counts all positions, Unread those whose state isn't known.
	Positions, Unread int
	place             int // among the engine's
	d                 *deployment
	frame             protocols.Frame
	e                 *Engine
}

// Row is one position at the tip.
type Row struct {
	ID     position.ID
	Key    position.Key
	Status position.Status
	// Factor is the health factor; without meaning when Status is Unknown.
	Factor uint256.Int
	Worth  position.Worth
	// HasDebt is true also of unknown positions: they may have.
	HasDebt bool
}

// Look calls fn with the engine at its tip. The engine stands still until fn
// returns. It reports false, without a call, while no block was processed yet.
func (e *Engine) Look(fn func(*Look)) bool {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if !e.started {
		return false
	}
	l := &Look{Tip: e.tip, Heads: e.heads, e: e}
	view := e.view()
	for i, d := range e.deployments {
		l.Deployments = append(l.Deployments, DeploymentLook{
			place: i, Name: d.Name, Family: d.Family, Broken: d.broken, Positions: d.Len(), Unread: d.Unread(), d: d, frame: d.At(view), e: e,
		})
	}
	fn(l)
	return true
}

// hold keeps others from looking, and tells those who do that they hold up a block.
func (e *Engine) hold() {
	e.wanted.Add(1)
	defer e.wanted.Add(-1)
	e.mu.Lock()
}

// Wanted reports whether a block waits until nobody looks.
func (l *Look) Wanted() bool { return l.e.wanted.Load() > 0 }

// Heads are the chain's tags as of the last step.
func (e *Engine) Heads() chain.Heads {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.heads
}

// Broken are the deployments of which nothing can be told, by name, and why.
func (e *Engine) Broken() map[string]error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	broken := make(map[string]error)
	for _, d := range e.deployments {
		if d.broken != nil {
			broken[d.Name] = d.broken
		}
	}
	return broken
}

// Row evaluates one position.
func (l *DeploymentLook) Row(id position.ID) Row {
	h, err := l.e.health(l.d, l.frame, id)
	r := Row{ID: id, Key: l.d.Key(id), Status: l.e.status(&h, err), Factor: h.Factor, HasDebt: err != nil || h.HasDebt()}
	if err == nil {
		r.Worth, _ = l.frame.Worth(id)
	}
	return r
}

// Key names a position.
func (l *DeploymentLook) Key(id position.ID) position.Key { return l.d.Key(id) }

// ID finds a position by its name.
func (l *DeploymentLook) ID(key position.Key) (position.ID, bool) { return l.d.ID(key) }

// AtRisk are the positions that can be near liquidation, liquidatable or unknown: all others are known, and have no debt or
// a health factor of at least line. It isn't ok where only a look at everybody tells that.
func (l *DeploymentLook) AtRisk() (ids []position.ID, line uint256.Int, ok bool) {
	if l.d.broken != nil || l.d.scan == nil || l.e.looked != l.e.tip.Ref {
		return nil, line, false
	}
	var forced []position.ID // some may be liquidated whatever their health
	for key := range l.e.since {
		if key.Deployment == l.place {
			forced = append(forced, key.ID)
		}
	}
	slices.Sort(forced)
	return union(l.d.watch.IDs(), forced), l.e.opt.Near, true
}

// Describe is one position in detail.
func (l *DeploymentLook) Describe(id position.ID) feed.Position {
	h, err := l.e.health(l.d, l.frame, id)
	p := l.e.describe(l.d, l.frame, id, &h, err)
	if p.HealthFactor != nil {
		p.LiquidatableSince = l.e.liquidatableSince(sinceKey{l.place, id})
	}
	return p
}

// Gain is what the most profitable way to liquidate a position earns, now or once it is liquidatable.
func (l *DeploymentLook) Gain(id position.ID) position.Gain {
	for _, o := range l.frame.Liquidation(id) {
		if !o.Unpriced {
			return position.Gain{USD: o.Profit, Loss: o.Loss, Known: true}
		}
	}
	return position.Gain{}
}

// Near reports whether a position is one of those for which ways to liquidate them are told.
func (l *DeploymentLook) Near(r *Row) bool {
	return r.Status != position.Unknown && r.HasDebt && r.Factor.Lt(&l.e.opt.Near)
}

// Mode is the efficiency mode that a position is in; 0 where there is none.
func (l *DeploymentLook) Mode(id position.ID) uint32 {
	if modal, ok := l.d.Protocol.(protocols.Modal); ok {
		return modal.Mode(id)
	}
	return 0
}

// Holds reports whether a position holds or owes an asset.
func (l *DeploymentLook) Holds(id position.ID, asset common.Address) bool {
	detail := l.frame.Describe(id)
	for _, legs := range [][]protocols.Leg{detail.Collaterals, detail.Debts} {
		for i := range legs {
			if legs[i].Asset == asset {
				return true
			}
		}
	}
	return false
}

// Markets are the deployment's assets or markets.
func (l *DeploymentLook) Markets() []protocols.Market { return l.frame.Markets() }

// Subject names a position on the feed and in the API.
func (l *DeploymentLook) Subject(key position.Key) string { return l.e.subject(l.d, key) }

// Parse reads a name as Subject writes it; false if it isn't of this deployment.
func (l *DeploymentLook) Parse(subject string) (position.Key, bool) { return l.e.keyOf(l.d, subject) }

// keyOf reads a name that subject wrote.
func (e *Engine) keyOf(d *deployment, subject string) (position.Key, bool) {
	rest, ok := strings.CutPrefix(subject, e.Shard()+":"+d.Name+":")
	if !ok {
		return position.Key{}, false
	}
	var key position.Key
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		key.Market, rest = rest[:i], rest[i+1:]
	}
	if !common.IsHexAddress(rest) {
		return position.Key{}, false
	}
	key.Account = common.HexToAddress(rest)
	return key, true
}
