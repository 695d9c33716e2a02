package main

import (
	"context"
	"errors"
	"time"

	"brink/devnet"
)

// storyLength is how many steps the play takes to tell its story once.
const storyLength = devnet.StoryLength

// stage is the node, the town on it, and the play.
type stage struct {
	node  devnet.Node
	chain *devnet.Chain
	town  *devnet.Town
	play  *devnet.Play

	event            devnet.Event // the newest
	blocks, replaced int
}

func raise(ctx context.Context, s settings) (_ *stage, err error) {
	genesis := uint64(time.Now().Add(-devnet.Length(s.accounts, s.weeks) - s.lead()).Unix())
	node, err := devnet.StartGeth(devnet.GethOptions{Genesis: genesis})
	if err != nil {
		return nil, err
	}
	st := &stage{node: node}
	defer func() {
		if err != nil {
			err = errors.Join(err, node.Close())
		}
	}()
	if st.chain, err = devnet.NewChain(ctx, node); err != nil {
		return nil, err
	}
	if st.town, err = devnet.DeployTown(ctx, st.chain, devnet.V36); err != nil {
		return nil, err
	}
	if st.play, err = st.town.NewPlay(ctx, devnet.PlayOptions{Seed: s.seed, Accounts: s.accounts}); err != nil {
		return nil, err
	}
	if err := st.play.History(ctx, s.weeks); err != nil {
		return nil, err
	}
	// The history ends in the past: this block brings the chain to the present, or as near to it as what comes then needs.
	_, err = st.play.Step(ctx, max(st.age(), uint64(s.lead().Seconds())+1)-uint64(s.lead().Seconds()))
	return st, err
}

func (st *stage) close() error { return st.node.Close() }

// age is how many seconds the newest block is old, at least one.
func (st *stage) age() uint64 {
	return uint64(max(time.Now().Unix()-int64(st.chain.Head().Time), 1))
}

// next plays one step after a pause.
func (st *stage) next(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
	}
	event, err := st.play.Step(ctx, st.age())
	if err != nil {
		return err
	}
	st.event = event
	st.blocks += 1 + event.Replaced
	st.replaced += event.Replaced
	return nil
}
