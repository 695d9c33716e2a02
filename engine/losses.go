package engine

import (
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// lossKey is what was lost: an asset, of a market where positions have markets.
type lossKey struct {
	market common.Hash
	asset  common.Address
}

// loss is what a contract wrote off of it, in the asset's smallest unit, and how
// often. Of as many times as unknown says it isn't known how much.
type loss struct {
	amount         uint256.Int
	times, unknown uint64
}

// losses is the table of what a deployment wrote off.
type losses = state.Table[lossKey, loss]

// noteLosses adds up what the block's logs write off.
func (e *Engine) noteLosses(w *work) {
	if e.begun && !e.started {
		return // the state that is read at this block has them already
	}
	for i, d := range e.deployments {
		for j := range w.effects[i].BadDebts {
			d.lose(&w.effects[i].BadDebts[j])
		}
	}
}

func (d *deployment) lose(b *protocols.BadDebt) {
	key := lossKey{asset: b.Asset}
	if b.Key.Market != "" {
		key.market = common.HexToHash(b.Key.Market)
	}
	all, _ := d.losses.Get(key)
	var sum uint256.Int
	_, over := sum.AddOverflow(&all.amount, &b.Amount)
	all.times++
	if b.Unknown || over {
		all.unknown++
	} else {
		all.amount = sum
	}
	d.losses.Put(key, all)
}

// Loss is the debt in one asset that a deployment's contract wrote off since brink
// reads its logs, in the asset's smallest unit, and how often it did. Of Unknown of
// these times it isn't known how much; they aren't in the amount.
type Loss struct {
	Market         string
	Asset          common.Address
	Amount         uint256.Int
	Times, Unknown uint64
}

// Losses is what the deployment's contract wrote off.
func (l *DeploymentLook) Losses() []Loss {
	var all []Loss
	for key, of := range l.d.losses.All() {
		one := Loss{Asset: key.asset, Amount: of.amount, Times: of.times, Unknown: of.unknown}
		if key.market != (common.Hash{}) {
			one.Market = key.market.Hex()
		}
		all = append(all, one)
	}
	return all
}

// LossesSince is the first block whose losses are counted, of an engine that began
// with a state that was read; zero of one that has all logs since its start.
func (l *DeploymentLook) LossesSince() uint64 { return l.e.first }
