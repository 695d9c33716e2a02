package main

import (
	"testing"

	"brink/config"
	"brink/engine"
	"brink/position"
	"brink/prices"
	protocol "brink/protocols"
	"brink/risk"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// dim is a frame of which only the first positions can be told.
type dim struct {
	protocol.Frame
	told    int
	details []protocol.Detail
	// unpriced says that nothing has a price in dollars, free that nobody who can be told owes anything.
	unpriced, free bool
}

// dimAsset is the one that a dim frame has a market of.
var dimAsset = common.Address{0xe}

// venue is a market of the frame's positions, on a chain that calls its asset ETH.
func (f dim) venue() venue {
	return venue{
		Market: risk.Market{Positions: f.told + len(f.details), View: prices.NewBook(new(state.DB)).View(0), At: func(prices.View) protocol.Frame { return f }},
		d:      new(engine.DeploymentLook),
		chain:  config.Chain{Groups: []config.Group{{Name: "ETH", Assets: []common.Address{dimAsset}}}},
	}
}

func (f dim) Health(id position.ID) (h position.Health, err error) {
	if int(id) >= f.told {
		return h, protocol.ErrUnknown
	}
	if !f.free {
		h.Debt.SetOne()
	}
	return h, nil
}

func (f dim) Worth(position.ID) (position.Worth, error) {
	if f.unpriced {
		return position.Worth{}, nil
	}
	return position.Worth{Debt: *uint256.NewInt(600e8), Known: true}, nil
}

func (f dim) Quotes() []quote {
	return []quote{{Source: prices.None, Base: dimAsset, In: protocol.Dollar}}
}

func (f dim) Markets() []protocol.Market {
	return []protocol.Market{{Asset: dimAsset, Priced: !f.unpriced}}
}

func (f dim) Describe(id position.ID) protocol.Detail { return f.details[int(id)-f.told] }

// The share of debt that can be told counts what others are known to owe, and isn't known where that isn't.
func TestShareOfDebt(t *testing.T) {
	owes := func(dollars uint64, priced bool) protocol.Detail {
		return protocol.Detail{Debts: []protocol.Leg{{Value: *uint256.NewInt(dollars * 1e8), Priced: priced}}}
	}
	for name, c := range map[string]struct {
		told    int
		details []protocol.Detail
		want    string
	}{
		"all":            {2, nil, "1"},
		"a third of it":  {1, []protocol.Detail{owes(200, true), owes(100, true)}, "0.6666"},
		"nothing":        {0, []protocol.Detail{owes(1, true)}, "0"},
		"an odd share":   {2, []protocol.Detail{owes(22, true)}, "0.9819"},
		"without price":  {1, []protocol.Detail{owes(0, false)}, ""},
		"never read":     {1, []protocol.Detail{{}}, ""},
		"it owes naught": {1, []protocol.Detail{{Collaterals: make([]protocol.Leg, 1)}}, "1"},
	} {
		var k known
		k.count(&risk.Market{Positions: c.told + len(c.details)}, dim{told: c.told, details: c.details})
		got := ""
		if share := k.share(); share != nil {
			got = *share
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if k := knowledge(3, 0, new(known)); *k.CompleteDebt != "1" || k.Complete != "1" {
		t.Errorf("nothing is unknown: %+v", k)
	}
	if k := knowledge(982, 18, &known{dark: true}); k.CompleteDebt != nil || k.Complete != "0.982" {
		t.Errorf("some is unknown: %+v", k)
	}
}
