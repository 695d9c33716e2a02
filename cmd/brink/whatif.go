package main

import (
	"errors"
	"fmt"
	"strings"

	"brink/feed"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// position answers for one position: as it stands, after the shocks and changes,
// and how to reach the goal from there.
func (s *simulation) position() error {
	if s.in.Position == "" {
		return nil
	}
	v, id, ok := s.find()
	if !ok {
		return &web.Refused{Field: "body.position", Value: s.in.Position, Message: "there is no such position; want an id as /v1/positions gives it"}
	}
	today := v.At(v.View)
	before := v.d.DescribeIn(today, id)
	s.out.Before = &before
	frame := v.At(s.moves(v).View(today.Quotes(), v.View))
	for i := range s.in.Changes {
		field := fmt.Sprintf("body.changes[%d]", i)
		change, err := changeFor(frame, field, &s.in.Changes[i])
		if err != nil {
			return err
		}
		next, err := frame.Suppose(id, change)
		switch {
		case errors.Is(err, protocol.ErrUnknown):
			return &web.Refused{Field: "body.position", Value: s.in.Position, Message: "it can't be told now"}
		case err != nil:
			return &web.Refused{Field: field, Message: err.Error()}
		}
		frame = next
	}
	after := v.d.DescribeIn(frame, id)
	s.out.After = &after
	if s.in.Goal != nil && s.in.Goal.HealthFactor.Int != nil {
		s.goal(frame, id, s.in.Goal.HealthFactor.Int)
	}
	return nil
}

func (s *simulation) find() (*venue, position.ID, bool) {
	for i := range s.venues {
		if key, ok := s.venues[i].d.Parse(s.in.Position); ok {
			if id, ok := s.venues[i].d.ID(key); ok {
				return &s.venues[i], id, true
			}
		}
	}
	return nil, 0, false
}

var deeds = map[string]protocol.Deed{
	"supply": protocol.Supply, "withdraw": protocol.Withdraw, "borrow": protocol.Borrow,
	"repay": protocol.Repay, "mode": protocol.SetMode, "threshold": protocol.SetThreshold,
}

// changeFor reads a change, whose amount is in whole tokens.
func changeFor(frame protocol.Frame, field string, d *web.Deed) (protocol.Change, error) {
	c := protocol.Change{Deed: deeds[d.Do], Asset: d.Asset.Address}
	switch {
	case c.Deed == protocol.SetMode && d.Mode == nil:
		return c, &web.Refused{Field: field + ".mode", Message: "is missing"}
	case c.Deed == protocol.SetMode:
		c.Mode = uint64(*d.Mode)
		return c, nil
	case c.Asset == (common.Address{}):
		return c, &web.Refused{Field: field + ".asset", Message: "is missing"}
	case c.Deed == protocol.SetThreshold && d.Threshold == nil:
		return c, &web.Refused{Field: field + ".threshold", Message: "is missing"}
	case c.Deed == protocol.SetThreshold:
		c.Threshold = *d.Threshold
		return c, nil
	case d.Amount == "":
		return c, &web.Refused{Field: field + ".amount", Message: "is missing"}
	}
	for _, m := range frame.Markets() {
		if m.Asset == c.Asset {
			var ok bool
			if c.Amount, ok = inUnits(d.Amount, m.Decimals); !ok {
				return c, &web.Refused{Field: field + ".amount", Value: d.Amount,
					Message: fmt.Sprintf("want a number with up to %d digits after the point that fits in 256 bits", m.Decimals)}
			}
			return c, nil
		}
	}
	return c, &web.Refused{Field: field + ".asset", Value: c.Asset.Hex(), Message: "the position's deployment doesn't have this asset"}
}

// inUnits reads a decimal number exactly.
func inUnits(text string, decimals uint8) (z uint256.Int, ok bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	if len(fraction) > int(decimals) {
		return z, false
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", int(decimals)-len(fraction)), "0")
	if digits == "" {
		return z, true
	}
	return z, z.SetFromDecimal(digits) == nil
}

// goal finds the amounts that reach a health factor, of each asset by itself.
func (s *simulation) goal(frame protocol.Frame, id position.ID, factor *uint256.Int) {
	s.out.Goals = ways(frame, id, factor)
}

// ways are the amounts of each asset that bring a position to a health factor by
// themselves.
func ways(frame protocol.Frame, id position.ID, factor *uint256.Int) []web.Way {
	found := []web.Way{}
	detail := frame.Describe(id)
	seen := make(map[string]bool)
	consider := func(name string, legs []protocol.Leg) {
		for i := range legs {
			leg := &legs[i]
			if key := name + leg.Asset.Hex(); seen[key] {
				continue
			} else {
				seen[key] = true
			}
			if amount, ok := risk.Goal(frame, id, deeds[name], leg.Asset, factor); ok {
				found = append(found, web.Way{Do: name, Asset: leg.Asset.Hex(), Symbol: leg.Symbol,
					Amount: feed.Decimal(&amount, leg.Decimals), Raw: amount.Dec()})
			}
		}
	}
	consider("supply", detail.Collaterals)
	consider("repay", detail.Debts)
	return found
}
