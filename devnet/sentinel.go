package devnet

import (
	"context"
	"fmt"
	"math/big"
)

// Sequencer is what a layer 2's market is told of its sequencer.
type Sequencer struct {
	oracle contract
	admin  Account
}

// GuardBySequencer gives a market a sentinel: while the sequencer is down, and for so many seconds afterwards, only who
// is deep below the line is liquidated. The sequencer is up, and always was.
func (m *Market) GuardBySequencer(ctx context.Context, grace uint64) (*Sequencer, error) {
	code, err := load(m.edition.family())
	if err != nil {
		return nil, err
	}
	d, err := newDeployment(ctx, m.Chain, m.Admin)
	if err != nil {
		return nil, err
	}
	s := &Sequencer{d.create(code, "SequencerOracle", m.Admin.Address), m.Admin}
	sentinel := d.create(code, "PriceOracleSentinel", m.Provider, s.oracle.at, new(big.Int).SetUint64(grace))
	d.do(m.contract.provider, "setPriceOracleSentinel", sentinel.at)
	if err := d.flush(ctx); err != nil {
		return nil, fmt.Errorf("guarding by a sequencer: %w", err)
	}
	return s, nil
}

// Set says whether the sequencer is down, and when it got up last.
func (s *Sequencer) Set(down bool, up uint64) Call {
	return s.oracle.call(s.admin, "setAnswer", down, new(big.Int).SetUint64(up))
}
