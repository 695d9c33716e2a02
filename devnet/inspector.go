package devnet

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
)

// patience is how long brink may take to show a block that was mined.
const patience = 20 * time.Second

// Inspector compares what a running brink says over HTTP with what the market's contracts say.
type Inspector struct {
	URL    string // of brink's server, without a path
	Market *Market

	Compared   int      // accounts, each as often as it was compared
	Mismatches []string // for people
}

// Get asks brink for one JSON answer.
func (in *Inspector) Get(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, in.URL+path, nil)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, 1<<10))
		return fmt.Errorf("asking for %s: %s: %s", path, response.Status, text)
	}
	if err := json.NewDecoder(response.Body).Decode(into); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}

// Await asks until something holds, or patience ends.
func (in *Inspector) Await(ctx context.Context, holds func() error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := holds()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("brink did not keep up: %w", err)
		case <-tick.C:
		}
	}
}

// Positions are all positions with debt, nearest to liquidation first, once brink shows the block.
func (in *Inspector) Positions(ctx context.Context, block common.Hash) ([]feed.Position, error) {
	var all []feed.Position
	err := in.Await(ctx, func() error {
		all = all[:0]
		for query := "?limit=1000"; query != ""; {
			var page web.PositionPage
			if err := in.Get(ctx, "/v1/positions"+query, &page); err != nil {
				return err
			}
			if len(page.Chains) != 1 || page.Chains[0].Block.Hash != block {
				return fmt.Errorf("positions are as of %v, want block %s", page.Chains, block)
			}
			all = append(all, page.Positions...)
			query = nextPage(page.Next)
		}
		return nil
	})
	return all, err
}

func nextPage(cursor *string) string {
	if cursor == nil {
		return ""
	}
	return "?limit=1000&cursor=" + url.QueryEscape(*cursor)
}

// Compare asks the contract about accounts at the block that brink shows, and returns all positions with debt.
func (in *Inspector) Compare(ctx context.Context, accounts []Account) ([]feed.Position, error) {
	block := in.Market.Chain.Head().Hash
	positions, err := in.Positions(ctx, block)
	if err != nil {
		return nil, err
	}
	shown := make(map[common.Address]*feed.Native)
	for i := range positions {
		shown[common.HexToAddress(positions[i].Account)] = positions[i].Native
	}
	addresses := make([]common.Address, len(accounts))
	for i, a := range accounts {
		addresses[i] = a.Address
	}
	truth, err := in.Market.AccountData(ctx, block, addresses...)
	if err != nil {
		return nil, err
	}
	for i, a := range addresses {
		in.Compared++
		got, listed := shown[a]
		want := feed.Native{
			HealthFactor: truth[i].HealthFactor.String(), Collateral: truth[i].Collateral.String(), Debt: truth[i].Debt.String(),
		}
		switch {
		case !listed && truth[i].Debt.Sign() == 0:
		case !listed:
			in.differs("block %s: %s has debt and is not listed", block, a)
		case got == nil:
			in.differs("block %s: %s is unknown", block, a)
		case *got != want:
			in.differs("block %s: %s shows %v, the contract says %v", block, a, *got, want)
		}
	}
	return positions, nil
}

func (in *Inspector) differs(format string, args ...any) {
	in.Mismatches = append(in.Mismatches, fmt.Sprintf(format, args...))
}

// Liquidations are all that brink has recorded, newest first, also those that it took back.
func (in *Inspector) Liquidations(ctx context.Context) ([]feed.Liquidation, error) {
	var all []feed.Liquidation
	for query := "?limit=1000"; query != ""; {
		var page struct {
			Liquidations []feed.Liquidation `json:"liquidations"`
			Next         *string            `json:"next"`
		}
		if err := in.Get(ctx, "/v1/liquidations"+query, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Liquidations...)
		query = nextPage(page.Next)
	}
	return all, nil
}

// Events are all entries of brink's feed, in order.
func (in *Inspector) Events(ctx context.Context) ([]feed.Envelope, error) {
	var all []feed.Envelope
	for after := ""; ; {
		var page struct {
			Events []feed.Envelope `json:"events"`
			Next   string          `json:"next"`
		}
		if err := in.Get(ctx, "/v1/events?limit=1000&after="+after, &page); err != nil {
			return nil, err
		}
		if len(page.Events) == 0 {
			return all, nil
		}
		all = append(all, page.Events...)
		after = page.Next
	}
}
