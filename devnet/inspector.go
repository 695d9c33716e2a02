package devnet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
const patience = 2 * time.Minute

// Inspector compares what a running brink says over HTTP with what the contracts of a market say, or of a whole town
// where there is one.
type Inspector struct {
	URL    string // of brink's server, without a path
	Market *Market
	Town   *Town // nil: the market alone

	Compared   map[string]int // positions by protocol, each as often as it was compared
	Mismatches []string       // for people
}

// Get asks brink for one JSON answer.
func (in *Inspector) Get(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, in.URL+path, nil)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	return fetch(request, path, into)
}

// Post asks brink a question with a body.
func (in *Inspector) Post(ctx context.Context, path string, question, into any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, in.URL+path, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("asking for %s: %w", path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	return fetch(request, path, into)
}

func fetch(request *http.Request, path string, into any) error {
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

// Compare asks the contracts about accounts at the block that brink shows, and returns all positions with debt.
func (in *Inspector) Compare(ctx context.Context, accounts []Account) ([]feed.Position, error) {
	block := in.Market.Chain.Head().Hash
	positions, err := in.Positions(ctx, block)
	if err != nil {
		return nil, err
	}
	addresses := make([]common.Address, len(accounts))
	for i, a := range accounts {
		addresses[i] = a.Address
	}
	at := inspection{Inspector: in, block: block, shown: make(map[shownKey]*feed.Position), accounts: addresses}
	for i := range positions {
		p := &positions[i]
		at.shown[shownKey{p.Protocol, p.Market, common.HexToAddress(p.Account)}] = p
	}
	err = at.aave(ctx)
	if err == nil && in.Town != nil {
		err = errors.Join(at.morpho(ctx, in.Town.Morpho), at.venus(ctx, in.Town.Venus))
	}
	for key := range at.shown {
		in.differs("block %s: %v is shown, and nobody there should have debt", block, key)
	}
	return positions, err
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
