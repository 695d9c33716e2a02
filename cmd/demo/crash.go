package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/position"
	"brink/web"

	"github.com/shopspring/decimal"
)

// checkEvery is how many blocks of a crash are played between two comparisons with the contracts.
const checkEvery = 10

// replay drives the feeds of the town along a path, lets brink watch, and reports what it said before and what came.
func replay(ctx context.Context, s settings, stage *stage, w *watcher, way *path) (*report, error) {
	r := &report{Source: way.source, Began: way.at(0), PaceSeconds: int(way.pace.Seconds()), Accounts: s.accounts, PoolUSD: strconv.Itoa(s.pool)}
	if _, err := w.Positions(ctx, stage.chain.Head().Hash); err != nil {
		return nil, err
	}
	if err := r.foretell(ctx, w, way); err != nil {
		return nil, err
	}
	began, quotes := stage.chain.Head().Time, stage.play.Quotes()
	for step := 1; step <= way.steps(); step++ {
		event, err := stage.play.Quote(ctx, way.quotes(step, quotes), uint64(way.pace.Seconds()))
		if err != nil {
			return nil, err
		}
		positions, err := w.look(ctx, stage, event, step%checkEvery == 0 || step == way.steps())
		if err != nil {
			return nil, err
		}
		m := moment{At: way.at(step), ETH: change(way.shares["ETH"][step]), BTC: change(way.shares["BTC"][step])}
		if m.Liquidatable, m.BadDebtUSD, err = standing(positions); err != nil {
			return nil, err
		}
		r.Moments = append(r.Moments, m)
	}
	if err := w.ladder(ctx, &r.After); err != nil {
		return nil, err
	}
	for _, n := range w.Compared {
		r.Compared += n
	}
	r.Mismatches = append([]string{}, w.Mismatches...)
	if err := r.tell(ctx, w, began); err != nil {
		return nil, err
	}
	return r, r.losses(ctx, w, began)
}

// look is all positions once brink has seen a block, compared with the contracts where asked for.
func (w *watcher) look(ctx context.Context, stage *stage, event devnet.Event, compare bool) ([]feed.Position, error) {
	if compare {
		return w.Compare(ctx, stage.play.Accounts())
	}
	return w.Positions(ctx, event.Block.Hash)
}

// standing is how many positions are liquidatable now, and the debt that collateral doesn't cover.
func standing(positions []feed.Position) (due int, short decimal.Decimal, err error) {
	for i := range positions {
		p := &positions[i]
		if p.Status != position.Liquidatable && p.Status != position.BadDebt {
			continue
		}
		due++
		if p.CollateralUSD == nil || p.DebtUSD == nil {
			return 0, short, fmt.Errorf("%w: %s has no worth", errReport, p.ID)
		}
		had, err := decimal.NewFromString(*p.CollateralUSD)
		owed, err2 := decimal.NewFromString(*p.DebtUSD)
		if err := errors.Join(err, err2); err != nil {
			return 0, short, err
		}
		if had.LessThan(owed) {
			short = short.Add(owed.Sub(had))
		}
	}
	return due, short, nil
}

var errReport = errors.New("report would not be whole")

// change writes a share as brink takes it: -0.2 is four fifths.
func change(share float64) string { return strconv.FormatFloat(share-1, 'f', 6, 64) }

// foretell asks brink, before anything happens, what the lowest prices of the path would do.
func (r *report) foretell(ctx context.Context, w *watcher, way *path) error {
	if err := w.ladder(ctx, &r.Before); err != nil {
		return err
	}
	var shocks []map[string]string
	var pools []map[string]string
	for _, group := range []string{"ETH", "BTC"} {
		shocks = append(shocks, map[string]string{"asset": group, "change": change(way.lowest(group))})
		pools = append(pools, map[string]string{"asset": group, "constant_product_usd": r.PoolUSD})
	}
	var answer web.Simulated
	question := map[string]any{"shocks": shocks, "cascade": map[string]any{"pools": pools}}
	if err := w.Post(ctx, "/v1/risk/simulate", question, &answer); err != nil {
		return err
	}
	if answer.Shock == nil || len(answer.Cascade) == 0 {
		return fmt.Errorf("%w: brink foretells nothing", errReport)
	}
	r.Shock, r.Cascade, r.Assumed = *answer.Shock, answer.Cascade, answer.Assumed
	return nil
}

// ladder asks for what falls of ether would make liquidatable.
func (w *watcher) ladder(ctx context.Context, into *web.Ladder) error {
	return w.Get(ctx, "/v1/risk/ladder?asset=ETH&from=-0.5&to=0&rungs=50", into)
}

// tell adds the liquidations that brink recorded since the path began, by its moments.
func (r *report) tell(ctx context.Context, w *watcher, began uint64) error {
	all, err := w.Liquidations(ctx)
	if err != nil {
		return err
	}
	seen := make(map[string]bool)
	for i := range all {
		l := &all[i]
		m := r.moment(l.Block.Timestamp, began)
		if l.Status == feed.Reverted || m == nil {
			continue
		}
		m.Liquidations++
		r.Happened.Liquidations++
		if account := l.Protocol + l.Market + l.Account; !seen[account] {
			seen[account] = true
			r.Happened.Positions++
		}
		if l.DebtUSD == nil || l.CollateralUSD == nil {
			r.Happened.Unpriced++
			continue
		}
		debt, err := decimal.NewFromString(*l.DebtUSD)
		collateral, err2 := decimal.NewFromString(*l.CollateralUSD)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		m.DebtUSD, m.CollateralUSD = m.DebtUSD.Add(debt), m.CollateralUSD.Add(collateral)
		r.Happened.DebtUSD, r.Happened.CollateralUSD = r.Happened.DebtUSD.Add(debt), r.Happened.CollateralUSD.Add(collateral)
	}
	if n := len(r.Moments); n > 0 {
		r.Happened.BadDebtUSD = r.Moments[n-1].BadDebtUSD
	}
	return nil
}

// moment is the one of a block's time, nil for one that isn't of the crash.
func (r *report) moment(at time.Time, began uint64) *moment {
	step := int(at.Sub(time.Unix(int64(began), 0)).Seconds()) / r.PaceSeconds
	if step < 1 || step > len(r.Moments) {
		return nil
	}
	return &r.Moments[step-1]
}

// losses adds what contracts wrote off since the path began, at the prices of the block, by its moments.
func (r *report) losses(ctx context.Context, w *watcher, began uint64) error {
	all, err := w.Events(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		e := &all[i]
		m := r.moment(e.Block.Timestamp, began)
		if e.Type != feed.BadDebt || m == nil {
			continue
		}
		var lost feed.Loss
		if err := json.Unmarshal(e.Data, &lost); err != nil {
			return fmt.Errorf("reading a loss: %w", err)
		}
		if lost.USD == nil {
			return fmt.Errorf("%w: what %s lost has no worth", errReport, e.Subject)
		}
		usd, err := decimal.NewFromString(*lost.USD)
		if err != nil {
			return fmt.Errorf("reading a loss: %w", err)
		}
		m.WrittenOffUSD, r.Happened.WrittenOffUSD = m.WrittenOffUSD.Add(usd), r.Happened.WrittenOffUSD.Add(usd)
	}
	return nil
}
