package simulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"brink/chain"
	"brink/chain/sim"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/prices"
	"brink/state"
)

const chainID = 7

// options of an engine and its follower, drawn once a seed.
type options struct {
	engine   engine.Options
	follower chain.FollowerOptions
}

// shard is what the program runs for a chain, with its parts that can fail.
type shard struct {
	*engine.Engine
	opt      options
	world    *world
	node     *sim.Node
	random   *rand.Rand
	follower *chain.Follower
	record   *record
	db       *state.DB
	tills    [tills]*till.Till

	snapshot []byte
	at       feed.Cursor // of the snapshot
	snapTip  uint64
	sick     bool // the store fails now and then
	halted   bool // until an operator says otherwise
	tally    *Report
}

// build makes the engine anew, with nothing in it.
func (s *shard) build() {
	s.Engine, s.db, s.tills = assemble(s.opt.engine)
	if s.follower != nil {
		s.follower.Close()
	}
	opt := s.opt.follower
	if r := s.record; r.begun && len(r.blocks) > 0 && r.blocks[0].Number <= r.final {
		opt.Final = r.blocks[0]
	}
	s.follower = chain.NewFollower(s.node, opt)
}

func assemble(opt engine.Options) (*engine.Engine, *state.DB, [tills]*till.Till) {
	db := new(state.DB)
	book := prices.NewBook(db)
	var all [tills]*till.Till
	var deployments []engine.Deployment
	for i := range all {
		name := fmt.Sprintf("till%d", i)
		all[i] = till.Open(name, tillAt[i], db, book)
		deployments = append(deployments, engine.Deployment{Name: name, Family: "till", Protocol: all[i]})
	}
	opt.ChainID = chainID
	return engine.New(opt, db, book, deployments), db, all
}

// save takes a snapshot.
func (s *shard) save() error {
	var b bytes.Buffer
	if !s.Started() {
		return nil
	}
	if err := s.Save(&b); err != nil {
		return err
	}
	s.snapshot, s.at, s.snapTip = b.Bytes(), s.Cursor(), s.Tip().Number
	return nil
}

// restart is what follows a kill.
func (s *shard) restart(ctx context.Context) error {
	s.tally.Restarts++
	s.build()
	since := feed.Cursor(0)
	if s.snapshot != nil {
		if err := s.Load(bytes.NewReader(s.snapshot)); err != nil {
			return fmt.Errorf("loading the snapshot: %w", err)
		}
		since = s.Cursor()
	}
	if !s.record.begun {
		return nil
	}
	stored, err := s.record.stored(ctx, s.Shard(), since)
	if err != nil {
		return err
	}
	return s.Resume(stored)
}

// damage flips a bit of the snapshot, which must be found out, and goes on without it.
func (s *shard) damage(ctx context.Context) error {
	if s.snapshot == nil {
		return nil
	}
	s.snapshot[s.random.IntN(len(s.snapshot))] ^= 1 << s.random.IntN(8)
	s.build()
	if err := s.Load(bytes.NewReader(s.snapshot)); err == nil {
		return errors.New("a damaged snapshot was loaded")
	}
	s.snapshot, s.at, s.snapTip = nil, 0, 0
	return s.restart(ctx)
}

// step does one step, if there is one within the time.
func (s *shard) step(within time.Duration) error {
	if s.halted {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	tip := s.Tip()
	step, err := s.follower.Next(ctx, tip, s.Filter())
	if waiting(err) {
		return nil
	}
	if errors.Is(err, chain.ErrFinality) {
		s.halted = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("after %s: %w", tip, err)
	}
	if err := s.Step(ctx, step); err != nil {
		if errors.Is(err, chain.ErrFinality) || errors.Is(err, engine.ErrUndo) && s.world.changed(s.record) {
			s.halted = true
			return nil
		}
		if waiting(err) && s.Tip() == tip {
			s.tally.Failed++
			return nil
		}
		return fmt.Errorf("stepping from %s: %w", tip, err)
	}
	s.tally.Steps++
	if step.Undo {
		s.tally.Undone++
	}
	return s.publish(context.Background())
}

// waiting reports whether an error says that the same question may be answered later.
func waiting(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, chain.ErrUnavailable) ||
		errors.Is(err, chain.ErrGone) || errors.Is(err, chain.ErrUnknownBlock) || errors.Is(err, chain.ErrTooMuch)
}

// publish stores what there is to say, as the program does. A store may fail
// before or after it has stored, and the program may be killed at either point.
func (s *shard) publish(ctx context.Context) error {
	for {
		batch, any := s.Batch()
		if !any {
			return nil
		}
		fault := 0
		if s.sick {
			fault = s.random.IntN(12)
		}
		switch fault {
		case 1: // nothing is stored
			s.tally.StoreFaults++
			continue
		case 2: // killed before
			s.tally.StoreFaults++
			return s.restart(ctx)
		}
		upTo, err := s.record.append(ctx, batch)
		if err != nil {
			return err
		}
		switch fault {
		case 3: // it was stored, and the answer is an error
			s.tally.StoreFaults++
			if batch.From == batch.To || s.record.tip.Ref != batch.To {
				return fmt.Errorf("%w: a batch from %s to %s can't be found again", errStore, batch.From, batch.To)
			}
			s.Published(s.Cursor())
		case 4: // killed after
			s.tally.StoreFaults++
			return s.restart(ctx)
		default:
			s.Published(upTo)
		}
	}
}
